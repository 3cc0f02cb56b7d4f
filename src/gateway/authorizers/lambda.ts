/**
 * Lambda authorizers, TOKEN and REQUEST: the function says by a policy, or by `isAuthorized`, who may pass. Whatever is
 * no clear permission is a refusal.
 * Source: API Gateway developer guide, "Use API Gateway Lambda authorizers", "Output from an API Gateway Lambda
 * authorizer", "Control access to HTTP APIs with AWS Lambda authorizers".
 */
import { createHash } from 'node:crypto';
import type { Core } from '../../core/core.ts';
import { FunctionFailed } from '../../core/ports.ts';
import { Refused } from '../answers.ts';
import type { LambdaAuthorizer } from '../api.ts';
import { routeKeyOf } from '../api.ts';
import { type Call, type Identity, methodArn, queryOf } from '../call.ts';
import { isFields } from '../document/fields.ts';
import { requestV1 } from '../events/v1.ts';
import { requestV2 } from '../events/v2.ts';
import { readValue } from '../values.ts';
import { decideInvoke } from './invoke-arn.ts';

export type LambdaCore = Pick<Core, 'functions' | 'clock' | 'log'>;

export interface LambdaAuthorizers {
  /** Throws `Refused`. */
  check(authorizer: LambdaAuthorizer, call: Call): Promise<Identity>;
}

/** What a function said, as it is kept: a policy is evaluated for each request anew. */
interface Verdict {
  /** Undefined: the simple form, which said yes or no. */
  readonly policy?: string;
  readonly allowed: boolean;
  readonly principalId?: string;
  readonly context: Readonly<Record<string, unknown>>;
}

interface Kept {
  readonly verdict: Promise<Verdict>;
  readonly until: number;
}

const MOST_KEPT = 10_000;
const TIMEOUT_MS = { rest: 29_000, http: 10_000 } as const;

export const createLambdaAuthorizers = (core: LambdaCore): LambdaAuthorizers => {
  const kept = new Map<string, Kept>();
  const drop = (key: string, entry: Kept): void => {
    if (kept.get(key) === entry) kept.delete(key);
  };
  const asked = (authorizer: LambdaAuthorizer, call: Call, values: readonly string[]): Promise<Verdict> => {
    if (authorizer.ttlMs === 0) return ask(core, authorizer, call, values);
    const key = keyOf(authorizer, call, [...values, ...repeated(authorizer, call)]);
    const known = kept.get(key);
    const now = core.clock.now();
    if (known && now < known.until) return known.verdict;
    const entry = { verdict: ask(core, authorizer, call, values), until: now + authorizer.ttlMs };
    kept.delete(key);
    kept.set(key, entry);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    // What went wrong is not kept.
    entry.verdict.catch(() => drop(key, entry));
    return entry.verdict;
  };
  return {
    async check(authorizer, call) {
      const verdict = await asked(authorizer, call, identityValues(authorizer, call));
      decide(verdict, call);
      const { principalId, context } = verdict;
      return { kind: 'lambda', context, ...(principalId !== undefined && { principalId }) };
    },
  };
};

/** The function is not asked about a request that lacks what it decides by. */
const identityValues = ({ sources, validation }: LambdaAuthorizer, call: Call): string[] => {
  const values = sources.map((source) => readValue(call, source));
  if (values.some((value) => value === undefined || value === '')) throw new Refused('UNAUTHORIZED');
  const [first = ''] = values;
  if (validation && !validation.test(first)) throw new Refused('UNAUTHORIZED');
  return values as string[];
};

/** Of a parameter that comes more than once the function is shown the last, and the upstream takes whichever it likes. */
const repeated = ({ sources }: LambdaAuthorizer, call: Call): string[][] =>
  sources.flatMap((source) => (source.in === 'querystring' ? [queryOf(call).getAll(source.name)] : []));

/** A simple answer speaks of one route; a policy of all that it names. The values stay out of the memory's dumps. */
const keyOf = (
  { name, arn, simple }: LambdaAuthorizer,
  { api, route }: Call,
  values: readonly (string | readonly string[])[],
): string => {
  const parts = [api.id, api.stage, name, arn, simple ? routeKeyOf(route) : '', ...values];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
};

const ask = async (
  core: LambdaCore,
  authorizer: LambdaAuthorizer,
  call: Call,
  values: readonly string[],
): Promise<Verdict> => {
  const event = eventOf(authorizer, call, values);
  const timeoutMs = TIMEOUT_MS[call.api.form];
  try {
    const trigger = 'GatewayAuthorizer';
    return read(authorizer, await core.functions.invoke({ arn: authorizer.arn, event, timeoutMs, trigger }));
  } catch (error) {
    if (error instanceof Refused) {
      core.log.error(
        { authorizer: authorizer.name, why: (error.cause as Error | undefined)?.message },
        'the authorizer’s answer is no answer',
      );
      throw error;
    }
    if (!(error instanceof FunctionFailed)) throw error;
    if (error.kind === 'error' && error.errorMessage === 'Unauthorized') throw new Refused('UNAUTHORIZED');
    core.log.error({ err: error, authorizer: authorizer.name, kind: error.kind }, 'the authorizer failed');
    throw new Refused(error.kind === 'unavailable' ? 'AUTHORIZER_CONFIGURATION_ERROR' : 'AUTHORIZER_FAILURE', {
      cause: error,
    });
  }
};

const NOBODY: Identity = { kind: 'none' };

const eventOf = (authorizer: LambdaAuthorizer, call: Call, values: readonly string[]): object => {
  const arn = methodArn(call);
  if (authorizer.form === 'token') return { type: 'TOKEN', methodArn: arn, authorizationToken: values[0] };
  if (authorizer.payload === '2.0') {
    return { ...requestV2(call, NOBODY), type: 'REQUEST', routeArn: arn, identitySource: values };
  }
  const own = { type: 'REQUEST', methodArn: arn };
  if (call.api.form === 'rest') return { ...own, ...requestV1(call, NOBODY) };
  const identitySource = values.join(',');
  return { version: '1.0', ...own, identitySource, authorizationToken: identitySource, ...requestV1(call, NOBODY) };
};

const nonsense = (why: string): Refused => new Refused('AUTHORIZER_CONFIGURATION_ERROR', { cause: new Error(why) });

const read = ({ simple, payload }: LambdaAuthorizer, answer: unknown): Verdict => {
  if (!isFields(answer)) throw nonsense('no object');
  const context = contextOf(answer['context'], payload);
  if (simple) {
    const { isAuthorized } = answer;
    if (typeof isAuthorized !== 'boolean') throw nonsense('isAuthorized is no boolean');
    return { allowed: isAuthorized, context };
  }
  const { principalId, policyDocument } = answer;
  if (typeof principalId !== 'string' && payload === '1.0') throw nonsense('principalId is no text');
  if (!isFields(policyDocument)) throw nonsense('policyDocument is no object');
  const own = typeof principalId === 'string' ? { principalId } : {};
  return { allowed: true, policy: JSON.stringify(policyDocument), context, ...own };
};

/** With format 1.0 values are text, numbers and booleans alone. */
const contextOf = (given: unknown, payload: '1.0' | '2.0'): Record<string, unknown> => {
  if (given === undefined || given === null) return {};
  if (!isFields(given)) throw nonsense('context is no object');
  const isNested = Object.values(given).some((value) => typeof value === 'object' && value !== null);
  if (isNested && payload === '1.0') throw nonsense('context has nested values');
  return { ...given };
};

/** Throws `Refused`. */
const decide = ({ policy, allowed }: Verdict, call: Call): void => {
  if (!allowed) throw new Refused('ACCESS_DENIED');
  if (policy === undefined) return;
  const decision = evaluated(policy, call);
  if (decision === 'allowed') return;
  const message = 'User is not authorized to access this resource';
  throw new Refused('ACCESS_DENIED', {
    message: decision === 'explicitDeny' ? `${message} with an explicit deny` : message,
  });
};

const evaluated = (policy: string, call: Call) => {
  try {
    return decideInvoke(policy, call);
  } catch (error) {
    throw new Refused('AUTHORIZER_CONFIGURATION_ERROR', { cause: error });
  }
};
