/**
 * Functions behind an endpoint that speaks Lambda's Invoke API: AWS itself, or an emulator.
 * Source: AWS Lambda API reference, "Invoke".
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { LambdaTarget } from '../../config/functions.ts';
import { FunctionFailed, type Log } from '../../core/ports.ts';
import {
  AnswerTooLarge,
  type AwsAnswer,
  type AwsCredentials,
  credentialsFrom,
  sendAwsRequest,
} from '../aws-request.ts';
import { parseAnswer } from './answer.ts';
import type { FunctionArn } from './arn.ts';
import type { Target, TargetCall } from './target.ts';

export type LambdaEnvironment = Readonly<Record<string, string | undefined>>;

export interface LambdaOptions {
  readonly log: Log;
  readonly environment: LambdaEnvironment;
}

const MAX_ANSWER = 6 * 1024 * 1024 + 100;
const ATTEMPTS = 3;
const FIRST_WAIT_MS = 50;
/** Emulators check no signature, but expect one. */
const ANY_CREDENTIALS: AwsCredentials = { accessKeyId: 'poolhouse', secretAccessKey: 'poolhouse' };

export const createLambdaTarget = (target: LambdaTarget, { log, environment }: LambdaOptions): Target => {
  const credentials = ownCredentials(target) ?? credentialsFrom(environment) ?? ANY_CREDENTIALS;

  /** Undefined: the function did not run, for a reason that may pass. */
  const attempt = async (call: TargetCall, until: number): Promise<AwsAnswer | undefined> => {
    try {
      const answer = await sendAwsRequest({
        service: 'lambda',
        region: target.region ?? call.function.region,
        credentials,
        endpoint: target.endpoint,
        path: `/2015-03-31/functions/${encodeURIComponent(call.function.arn)}/invocations`,
        headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse' },
        body: JSON.stringify(call.event),
        timeoutMs: until - performance.now(),
        maxAnswer: MAX_ANSWER,
      });
      return answer.status === 429 || answer.status >= 500 ? undefined : answer;
    } catch (error) {
      if (error instanceof AnswerTooLarge) throw new FunctionFailed('invalid-answer', {}, { cause: error });
      if (isTimeout(error) || performance.now() >= until) throw new FunctionFailed('timeout', {}, { cause: error });
      log.warn({ arn: call.function.arn, why: codeOf(error) }, 'the Lambda endpoint is out of reach');
      return undefined;
    }
  };

  return {
    async invoke(call) {
      const until = performance.now() + call.timeoutMs;
      for (let tried = 0; tried < ATTEMPTS; tried += 1) {
        if (tried > 0) await wait(FIRST_WAIT_MS * 2 ** tried);
        if (performance.now() >= until) throw new FunctionFailed('timeout');
        const answer = await attempt(call, until);
        if (answer) return read(answer, call.function, log);
      }
      throw new FunctionFailed('unavailable', { errorType: 'ServiceException' });
    },
    close: async () => undefined,
  };
};

const ownCredentials = ({ accessKeyId, secretAccessKey, sessionToken }: LambdaTarget): AwsCredentials | undefined => {
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
};

const read = ({ status, headers, body }: AwsAnswer, arn: FunctionArn, log: Log): unknown => {
  if (status >= 300) {
    const errorType = headers.get('x-amzn-errortype')?.split(':', 1)[0] ?? 'ServiceException';
    log.error({ arn: arn.arn, status, errorType }, 'the Lambda endpoint refused the call');
    throw new FunctionFailed('unavailable', { errorType });
  }
  const answer = parseAnswer(body);
  if (headers.get('x-amz-function-error') === null) return answer;
  throw functionError(answer);
};

const functionError = (answer: unknown): FunctionFailed => {
  const { errorType, errorMessage } = (answer ?? {}) as { errorType?: unknown; errorMessage?: unknown };
  const message = typeof errorMessage === 'string' ? errorMessage : '';
  const kind = /Task timed out after \d/.test(message) ? 'timeout' : 'error';
  return new FunctionFailed(kind, {
    ...(typeof errorType === 'string' && { errorType }),
    ...(message !== '' && { errorMessage: message }),
  });
};

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

const codeOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code, name } = (cause ?? {}) as { code?: string; name?: string };
  return code ?? name ?? 'unknown';
};
