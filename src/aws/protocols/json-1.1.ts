/**
 * AWS JSON 1.1 (Cognito user pools and identity pools): `X-Amz-Target` names the operation, body and answer are JSON.
 * Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
import { AwsError, serializationError } from '../errors.ts';
import { type ServiceFacts, structureOf } from '../model/model.ts';
import { readStructure } from './json-read.ts';
import { writeShape } from './json-write.ts';
import type { Protocol, Route, WireError } from './protocol.ts';

/** Deeper than any shape of the models by an order of magnitude. */
const MAX_DEPTH = 64;
const CONTENT_TYPE = 'application/x-amz-json-1.1';
const ACCEPTED = new Set([CONTENT_TYPE, 'application/x-amz-json-1.0', 'application/json']);

export const json11: Protocol = {
  operationIn: 'headers',

  speaks: (request) => request.headers.has('x-amz-target'),

  route(request, services) {
    const contentType = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    if (request.method !== 'POST' || !ACCEPTED.has(contentType)) throw unknownOperation();
    return find(request.headers.get('x-amz-target') ?? '', services);
  },

  parse(body) {
    const text = decodeText(body);
    refuseDeepNesting(text);
    try {
      return JSON.parse(text === '' ? '{}' : text) as unknown;
    } catch {
      // The parser's own message quotes the body, which may hold a password.
      throw serializationError('Unexpected token in the request body');
    }
  },

  decode({ facts, operation }, parsed) {
    return operation.input === undefined ? {} : readStructure(facts, structureOf(facts, operation.input), parsed);
  },

  encode({ facts, operation }, output, requestId) {
    const body = operation.output === undefined ? '' : JSON.stringify(writeShape(facts, operation.output, output));
    return { status: 200, headers: headers(requestId), body };
  },

  encodeError({ code, message, status }: WireError, requestId) {
    const body = JSON.stringify({ __type: code, message });
    return { status, headers: { ...headers(requestId), 'x-amzn-ErrorType': code }, body };
  },
};

const find = (target: string, services: readonly ServiceFacts[]): Route => {
  const [prefix, name = ''] = target.split('.', 2);
  const facts = services.find((service) => service.targetPrefix === prefix);
  if (facts === undefined || !Object.hasOwn(facts.operations, name)) throw unknownOperation();
  const operation = facts.operations[name];
  if (operation === undefined) throw unknownOperation();
  return { facts, name, operation };
};

const unknownOperation = () => new AwsError('UnknownOperationException', 'Unknown operation');

const utf8 = new TextDecoder('utf-8', { fatal: true });

const decodeText = (body: Uint8Array): string => {
  try {
    return utf8.decode(body);
  } catch {
    throw serializationError('The request body is not valid UTF-8');
  }
};

/** Before parsing, so that no recursive reader ever meets what would exhaust its stack. */
const refuseDeepNesting = (text: string): void => {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const char = text.charCodeAt(index);
    if (inString) {
      if (char === BACKSLASH) index++;
      else if (char === QUOTE) inString = false;
    } else if (char === QUOTE) inString = true;
    else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      if (++depth > MAX_DEPTH) throw serializationError('The request body is nested too deeply');
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) depth--;
  }
};

const [QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

const headers = (requestId: string): Record<string, string> => ({
  'content-type': CONTENT_TYPE,
  'x-amzn-RequestId': requestId,
  'cache-control': 'no-store',
});
