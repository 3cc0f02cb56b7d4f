/** Writing answers: the gateway's own headers, CORS, and what went wrong. */
import type { ServerResponse } from 'node:http';
import { type Answer, answerOf, Refused } from './answers.ts';
import type { Api } from './api.ts';
import type { Call } from './call.ts';
import { corsHeaders } from './cors.ts';
import type { HeaderMap } from './integrations/headers.ts';
import type { WholeAnswer } from './integrations/lambda.ts';
import { expressionValue } from './values.ts';

/** x-amzn-RequestId and x-amz-apigw-id of REST APIs, apigw-requestid of HTTP APIs. */
export const ownHeaders = (form: Api['form'] | undefined, id: string): Record<string, string> =>
  form === 'http' ? { 'apigw-requestid': shortId(id) } : { 'x-amzn-requestid': id, 'x-amz-apigw-id': shortId(id) };

const shortId = (id: string): string =>
  `${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url').slice(0, 15)}=`;

/** What stands above the integration's own headers. */
export const gatewayHeaders = (call: Call): Record<string, string> => ({
  ...ownHeaders(call.api.form, call.id),
  ...(call.api.cors && corsHeaders(call.api.cors, call)),
});

export const writeWhole = (outgoing: ServerResponse, { status, headers, body }: WholeAnswer, own: HeaderMap): void => {
  const hasBody = status !== 204 && status !== 304;
  const length = hasBody ? { 'content-length': String(body.byteLength) } : {};
  outgoing.writeHead(status, { ...headers, ...own, ...length });
  outgoing.end(hasBody ? body : undefined);
};

export interface Failure {
  readonly id: string;
  readonly api?: Api | undefined;
  readonly call?: Call | undefined;
  readonly refused: Refused;
}

export const failureAnswer = ({ id, api, call, refused }: Failure): Answer => {
  const value = (expression: string): string | undefined => {
    if (call) return expressionValue(call)(expression);
    return expression === 'context.requestId' ? id : undefined;
  };
  const answer = answerOf(api, refused, value);
  const own = call ? gatewayHeaders(call) : ownHeaders(api?.form, id);
  return { ...answer, headers: { ...answer.headers, ...own } };
};

export const writeFailure = (outgoing: ServerResponse, failure: Failure): void => {
  if (outgoing.headersSent) return void outgoing.destroy();
  const { status, headers, body } = failureAnswer(failure);
  writeWhole(outgoing, { status, headers, body: Buffer.from(body) }, {});
};

/** What is no refusal is a defect: nothing of it is told. */
export const refusalOf = (error: unknown): Refused =>
  error instanceof Refused ? error : new Refused('API_CONFIGURATION_ERROR', { cause: error });
