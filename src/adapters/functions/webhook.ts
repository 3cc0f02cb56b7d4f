/**
 * Functions behind a webhook: a POST of `{ id, trigger, functionArn, functionName, event }`, signed like the SMS webhook
 * (`poolhouse-signature: t=<epoch seconds>,v1=<hex>`, HMAC-SHA-256 of `<t>.<body>`). A 2xx answer is the event with its
 * response; 422 with `{ errorMessage, errorType }` is the function's own error. The address is the operator's word, so
 * it may be a private one.
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { WebhookTarget } from '../../config/functions.ts';
import { FunctionFailed, type Log } from '../../core/ports.ts';
import { AnswerTooLarge, readBounded } from '../aws-request.ts';
import { parseAnswer } from './answer.ts';
import type { Target, TargetCall } from './target.ts';

const MAX_ANSWER = 6 * 1024 * 1024;
const FUNCTION_ERROR = 422;

export const createWebhookTarget = ({ url, secret }: WebhookTarget, { log }: { log: Log }): Target => ({
  async invoke(call) {
    const body = JSON.stringify(note(call));
    const { status, text } = await post(url, body, secret, call.timeoutMs).catch((error: unknown) => {
      throw failureOf(error, call, log);
    });
    if (status >= 200 && status < 300) return parseAnswer(text);
    if (status === FUNCTION_ERROR) throw functionError(parseAnswer(text));
    log.error({ arn: call.function.arn, status }, 'the webhook refused the call');
    throw new FunctionFailed('unavailable', { errorType: 'ServiceException' });
  },
  close: async () => undefined,
});

const note = ({ trigger, event, function: { arn, name } }: TargetCall) => ({
  id: randomUUID(),
  trigger,
  functionArn: arn,
  functionName: name,
  event,
});

const post = async (url: string, body: string, secret: string, timeoutMs: number) => {
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'poolhouse-signature': signature(secret, body, Math.floor(Date.now() / 1000)),
    },
    // A redirect would carry the event to a place that nobody configured.
    redirect: 'manual',
    signal: AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs))),
  });
  return { status: answer.status, text: await readBounded(answer, MAX_ANSWER) };
};

const signature = (secret: string, body: string, seconds: number): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

const failureOf = (error: unknown, call: TargetCall, log: Log): FunctionFailed => {
  if (error instanceof AnswerTooLarge) return new FunctionFailed('invalid-answer', {}, { cause: error });
  if (error instanceof Error && error.name === 'TimeoutError')
    return new FunctionFailed('timeout', {}, { cause: error });
  log.error({ arn: call.function.arn }, 'the webhook is out of reach');
  return new FunctionFailed('unavailable', { errorType: 'ServiceException' }, { cause: error });
};

const functionError = (answer: unknown): FunctionFailed => {
  const { errorType = 'Error', errorMessage = '' } = (answer ?? {}) as { errorType?: unknown; errorMessage?: unknown };
  return new FunctionFailed('error', { errorType: String(errorType), errorMessage: String(errorMessage) });
};
