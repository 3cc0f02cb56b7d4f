/**
 * The functions behind Lambda ARNs, wherever the operator has put them: in processes on this machine, behind an endpoint
 * that speaks Lambda's Invoke API, or behind a webhook. What has no place is refused: a trigger that cannot run must
 * not count as one that ran.
 */
import type { FunctionRoute, FunctionTarget } from '../../config/functions.ts';
import { FunctionFailed, type Functions, type Log } from '../../core/ports.ts';
import { type FunctionArn, parseFunctionArn } from './arn.ts';
import { createLambdaTarget, type LambdaEnvironment } from './lambda-invoke.ts';
import { createLocalFunction } from './local/function.ts';
import { createRouter } from './router.ts';
import type { Target } from './target.ts';
import { createWebhookTarget } from './webhook.ts';

export interface FunctionsOptions {
  readonly routes: readonly FunctionRoute[];
  /** For ARNs that no route fits. */
  readonly lambdaEndpoint?: string | undefined;
  /** Local functions start anew when their files change. */
  readonly reload: boolean;
  readonly log: Log;
  /** Where AWS credentials stand that a route does not name. */
  readonly environment: LambdaEnvironment;
}

export interface RunningFunctions extends Functions {
  close(): Promise<void>;
}

export const createFunctions = (options: FunctionsOptions): RunningFunctions => {
  const { log } = options;
  const route = createRouter(options.routes, options.lambdaEndpoint);
  const targets = new Map<string, Target>();

  const targetOf = (arn: FunctionArn): Target | undefined => {
    const known = targets.get(arn.arn);
    if (known) return known;
    const found = route(arn);
    if (!found) return undefined;
    const made = create(arn, found, options);
    targets.set(arn.arn, made);
    return made;
  };

  return {
    async invoke(call) {
      const arn = parseFunctionArn(call.arn);
      const target = arn && targetOf(arn);
      if (!target) {
        log.error({ arn: call.arn, trigger: call.trigger }, 'no place for this function: name it under `functions`');
        throw new FunctionFailed('unavailable', { errorType: 'ResourceNotFoundException' });
      }
      return target.invoke({ ...call, function: arn });
    },
    async close() {
      await Promise.all([...targets.values()].map((target) => target.close()));
    },
  };
};

const create = (arn: FunctionArn, target: FunctionTarget, { log, reload, environment }: FunctionsOptions): Target => {
  switch (target.kind) {
    case 'lambda':
      return createLambdaTarget(target, { log, environment });
    case 'webhook':
      return createWebhookTarget(target, { log });
    default:
      return createLocalFunction(arn, target, { log, reload });
  }
};
