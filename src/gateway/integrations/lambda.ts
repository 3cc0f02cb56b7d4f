/**
 * Lambda proxy integrations: event in, answer out.
 * Source: API Gateway developer guide, "Output format of a Lambda function for proxy integration", "Create AWS Lambda
 * proxy integrations for HTTP APIs" (format 2.0 and its inferred answers).
 */
import type { Core } from '../../core/core.ts';
import { FunctionFailed } from '../../core/ports.ts';
import { Refused } from '../answers.ts';
import type { LambdaIntegration } from '../api.ts';
import { type Call, headerOf, type Identity } from '../call.ts';
import { isFields } from '../document/fields.ts';
import { type EventBody, eventV1 } from '../events/v1.ts';
import { eventV2 } from '../events/v2.ts';
import { addHeader, type HeaderMap } from './headers.ts';

export interface WholeAnswer {
  readonly status: number;
  readonly headers: HeaderMap;
  readonly body: Uint8Array;
}

/** Throws `Refused`. */
export const askFunction = async (
  core: Pick<Core, 'functions' | 'log'>,
  { arn, payload, timeoutMs }: LambdaIntegration,
  call: Call,
  identity: Identity,
  bytes: Uint8Array,
): Promise<WholeAnswer> => {
  const body = eventBody(call, payload, bytes);
  const event = payload === '2.0' ? eventV2(call, identity, body) : eventV1(call, identity, body);
  try {
    const answer = await core.functions.invoke({ arn, event, timeoutMs, trigger: 'Gateway' });
    return payload === '2.0' ? answerV2(answer) : answerV1(answer, call);
  } catch (error) {
    if (error instanceof Malformed) {
      core.log.error({ arn, why: error.message }, 'malformed answer of a proxied function');
      throw new Refused('INTEGRATION_FAILURE', { cause: error });
    }
    if (!(error instanceof FunctionFailed)) throw error;
    core.log.error({ err: error, arn, kind: error.kind }, 'a proxied function failed');
    throw new Refused(error.kind === 'timeout' ? 'INTEGRATION_TIMEOUT' : 'INTEGRATION_FAILURE', { cause: error });
  }
};

class Malformed extends Error {}

const eventBody = (call: Call, payload: '1.0' | '2.0', bytes: Uint8Array): EventBody => {
  if (bytes.byteLength === 0) return { body: null, isBase64Encoded: false };
  const isBase64Encoded = call.api.form === 'http' || payload === '2.0' ? !isText(call) : isBinary(call);
  return { body: Buffer.from(bytes).toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
};

const mediaType = (value: string | undefined): string => (value ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** HTTP APIs pass these types as text, all others in base64. */
const isText = (call: Call): boolean => {
  const type = mediaType(headerOf(call, 'content-type'));
  if (headerOf(call, 'content-encoding') !== undefined) return false;
  return type.startsWith('text/') || /^application\/(?:json|javascript|xml|[\w.-]+\+(?:json|xml))$/.test(type);
};

const isBinary = (call: Call): boolean => isBinaryType(call.api.binaryTypes, headerOf(call, 'content-type'));

export const isBinaryType = (known: readonly string[], given: string | undefined): boolean => {
  const type = mediaType(given);
  return known.some(
    (each) => each === '*/*' || each === type || (each.endsWith('/*') && type.startsWith(each.slice(0, -1))),
  );
};

type Fields = Readonly<Record<string, unknown>>;

const answerV1 = (answer: unknown, call: Call): WholeAnswer => {
  if (!isFields(answer)) throw new Malformed('no object');
  const headers = headersOf(answer);
  const known = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded', 'cookies']);
  const stranger = call.api.form === 'rest' ? Object.keys(answer).find((name) => !known.has(name)) : undefined;
  if (stranger !== undefined) throw new Malformed(`unknown key ${stranger}`);
  headers['content-type'] ??= call.api.form === 'rest' ? 'application/json' : 'text/plain;charset=UTF-8';
  return { status: statusOf(answer), headers, body: bodyOf(answer, decodes(call, headers)) };
};

/** REST APIs give bytes back where the client accepts a binary type, or the answer is of one. */
const decodes = ({ api, headers: given }: Call, headers: HeaderMap): boolean => {
  if (api.form === 'http') return true;
  const accepted = headerOf({ headers: given }, 'accept')?.split(',', 1)[0];
  return isBinaryType(api.binaryTypes, accepted) || isBinaryType(api.binaryTypes, String(headers['content-type']));
};

/** Without a status code the whole answer is the body. */
const answerV2 = (answer: unknown): WholeAnswer => {
  if (!isFields(answer) || answer['statusCode'] === undefined) {
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer ?? null);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
  }
  const headers = headersOf(answer);
  headers['content-type'] ??= 'text/plain;charset=UTF-8';
  const { cookies } = answer;
  if (Array.isArray(cookies)) for (const cookie of cookies) addHeader(headers, 'set-cookie', checked(String(cookie)));
  return { status: statusOf(answer), headers, body: bodyOf(answer, true) };
};

const statusOf = ({ statusCode }: Fields): number => {
  const status = typeof statusCode === 'string' && /^\d{3}$/.test(statusCode) ? Number(statusCode) : statusCode;
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new Malformed('statusCode is no status');
};

const bodyOf = ({ body, isBase64Encoded }: Fields, decode: boolean): Uint8Array => {
  if (body === undefined || body === null) return EMPTY;
  if (typeof body !== 'string') throw new Malformed('body is no text');
  return Buffer.from(body, isBase64Encoded === true && decode ? 'base64' : 'utf8');
};

const EMPTY = new Uint8Array();

/** A name in both stands with the values of `multiValueHeaders`. */
const headersOf = ({ headers, multiValueHeaders }: Fields): HeaderMap => {
  const made: HeaderMap = Object.create(null);
  for (const [name, value] of entriesOf(headers)) {
    if (typeof value === 'object') throw new Malformed('headers has a nested value');
    set(made, name, [value]);
  }
  for (const [name, value] of entriesOf(multiValueHeaders)) {
    if (!Array.isArray(value)) throw new Malformed('multiValueHeaders has a value that is no list');
    set(made, name, value);
  }
  return made;
};

const entriesOf = (given: unknown): [string, unknown][] => {
  if (given === undefined || given === null) return [];
  if (!isFields(given)) throw new Malformed('headers is no object');
  return Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
};

const FRAMING = /^(?:content-length|transfer-encoding|connection|keep-alive|upgrade|trailer|te|proxy-connection)$/;

const set = (headers: HeaderMap, given: string, values: readonly unknown[]): void => {
  const name = given.toLowerCase();
  if (!/^[!#$%&'*+.^`|~\w-]+$/.test(name)) throw new Malformed('a header’s name is none');
  if (FRAMING.test(name)) return;
  const texts = values.map((value) => checked(String(value)));
  headers[name] = texts.length === 1 ? (texts[0] as string) : texts;
};

const checked = (value: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would end the header.
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) throw new Malformed('a header’s value has control characters');
  return Buffer.from(value).toString('latin1');
};
