/**
 * AWS Query (STS, IAM): a form names the operation by Action and Version, the answer is XML. An address may carry the
 * form in its query instead, as presigned ones do.
 * Source: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
import type { Answer } from '../answer.ts';
import { AwsError, serializationError } from '../errors.ts';
import { type ServiceFacts, structureOf } from '../model/model.ts';
import type { Protocol, Route, WireError } from './protocol.ts';
import { errorOnWire } from './query-errors.ts';
import { readForm } from './query-read.ts';
import { document, element, text, writeMembers } from './query-write.ts';

const FORM = 'application/x-www-form-urlencoded';
/** Of errors that come before it is known which service was meant. */
const NO_SERVICE = 'https://sts.amazonaws.com/doc/2011-06-15/';

export const query: Protocol = {
  operationIn: 'body',

  speaks(request) {
    if (request.headers.has('x-amz-target')) return false;
    if (new URL(request.url).searchParams.has('Action')) return true;
    return request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() === FORM;
  },

  parse(body, request) {
    const { searchParams } = new URL(request.url);
    return searchParams.has('Action') ? searchParams : readBody(body);
  },

  route(_request, services, form) {
    return find(form as URLSearchParams, services);
  },

  decode({ facts, operation }, form) {
    if (operation.input === undefined) return {};
    return readForm(facts, structureOf(facts, operation.input), form as URLSearchParams);
  },

  encode({ facts, name, operation }, output, requestId) {
    const members = operation.output === undefined ? '' : writeMembers(facts, operation.output, output);
    const result = operation.resultWrapper === undefined ? members : element(operation.resultWrapper, members);
    const metadata = element('ResponseMetadata', element('RequestId', text(requestId)));
    return answer(200, document(`${name}Response`, facts.xmlNamespace ?? '', result + metadata), requestId);
  },

  encodeError(error: WireError, requestId, route?: Route) {
    const { code, message, status } = errorOnWire(error, route);
    const type = element('Type', status >= 500 ? 'Receiver' : 'Sender');
    const cause = element('Error', type + element('Code', text(code)) + element('Message', text(message)));
    const namespace = route?.facts.xmlNamespace ?? NO_SERVICE;
    return answer(
      status,
      document('ErrorResponse', namespace, cause + element('RequestId', text(requestId))),
      requestId,
    );
  },
};

const readBody = (body: Uint8Array): URLSearchParams => {
  try {
    return new URLSearchParams(utf8.decode(body));
  } catch {
    throw serializationError('The request body is not valid UTF-8');
  }
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const find = (form: URLSearchParams, services: readonly ServiceFacts[]): Route => {
  const name = form.get('Action');
  const version = form.get('Version') ?? '';
  if (!name) throw new AwsError('UnknownOperationException', 'Missing Action');
  const facts = services.find(({ protocol, apiVersion }) => protocol === 'query' && apiVersion === version);
  const operation = facts && Object.hasOwn(facts.operations, name) ? facts.operations[name] : undefined;
  if (!facts || !operation) {
    throw new AwsError(
      'UnknownOperationException',
      `Could not find operation ${name} for version ${version || 'NO_VERSION_SPECIFIED'}`,
    );
  }
  return { facts, name, operation };
};

const answer = (status: number, body: string, requestId: string): Answer => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-RequestId': requestId, 'cache-control': 'no-store' },
  body,
});
