/**
 * Any other service behind the gateway. What its requests touch is not known here. Where the action is said
 * (`X-Amz-Target`, `Action=`), it must be allowed on every resource; where it is not, everything of the service must be.
 * A denial of anything that it could be ends it.
 */
import { SignatureRefused } from '../../../core/credentials/signature/refused.ts';
import { verifySignature } from '../../../core/credentials/signature/verify.ts';
import { passOn } from '../answer.ts';
import { circumstancesOf } from '../circumstances.ts';
import { corsHeaders } from '../cors.ts';
import type { Answered, Exchange, WholeAnswer } from '../exchange.ts';
import { grantAll, grantEverything, hasPartialDenial } from '../grant.ts';
import { type Incoming, incomingOf, singleQuery } from '../incoming.ts';
import { INTERNAL, type JsonError, jsonError, jsonErrorResponse } from '../json-errors.ts';
import type { Service, ServicesOptions } from '../options.ts';
import { refuse } from '../refusal.ts';
import { ServiceRefused } from '../refused.ts';
import { elements } from '../s3/errors.ts';
import type { ServicesCore } from '../s3/service.ts';
import { wantedBody } from '../small-body.ts';
import { createUpstream, hashOf, type Upstream } from '../upstream.ts';

interface Parts {
  readonly core: ServicesCore;
  readonly service: Service;
  readonly upstream: Upstream;
}

export const createOther = (core: ServicesCore, service: Service, options: ServicesOptions) => {
  const parts: Parts = { core, service, upstream: createUpstream(core, service, options) };
  return async (exchange: Exchange): Promise<Answered> => {
    try {
      return await answer(parts, exchange);
    } catch (error) {
      return refusal(parts, exchange, error);
    }
  };
};

const answer = async (parts: Parts, exchange: Exchange): Promise<Answered> => {
  const { core, service, upstream } = parts;
  const incoming = incomingOf(exchange);
  const query = signedQuery(incoming);
  const { method, path, header, facts } = incoming;
  checkPath(path);
  const target = incoming.query === '' ? path : `${path}?${incoming.query}`;
  const body = wantedBody(exchange);
  const rules = { service: service.name };
  const { principal, region } = await verifySignature(core, { method, target, header }, body.payload, rules);
  const bytes = body.bytes();
  if (region !== service.region) {
    throw new SignatureRefused('InvalidSignatureException', 'Credential should be scoped to a valid region. ');
  }
  const operation = operationOf(incoming, query, bytes);
  facts.operation = operation;
  const action = operation && `${service.name}:${operation}`;
  if (action === undefined || (await hasPartialDenial(core, principal, service, action))) {
    await grantEverything(core, principal, service, action);
  } else {
    await grantAll(core, principal, service, [
      { action, resources: ['*'], about: circumstancesOf(core, incoming, service) },
    ]);
  }
  const sent = bytes.length === 0 && /^(GET|HEAD|DELETE)$/.test(method) ? undefined : { bytes };
  const answered = await upstream.send({
    method,
    path,
    query,
    headers: passedHeaders(incoming),
    payloadHash: hashOf(bytes),
    body: sent,
  });
  const origin = `${facts.secure ? 'https' : 'http'}://${header('host') ?? ''}`;
  return passOn(answered, exchange, {
    cors: corsHeaders(service, incoming),
    backend: new URL(service.endpoint),
    origin,
  });
};

const SIGNING = /^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token)$/;

/** Without what the client's own signature is made of. */
const signedQuery = ({ query }: Incoming): [string, string][] =>
  [...singleQuery(query)].filter(([name]) => !SIGNING.test(name));

/** A path that two readers could take for two. */
const checkPath = (path: string): void => {
  const isPlain = !/\/\/|\\|%2f|%5c|%00/i.test(path) && !path.split('/').some((each) => /^(\.|%2e){1,2}$/i.test(each));
  if (!isPlain) throw new ServiceRefused('InvalidRequest', 400, 'The path is ambiguous.');
};

const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** Undefined: it cannot be told. Said twice and differently, it cannot either. */
const operationOf = ({ header }: Incoming, query: readonly (readonly [string, string])[], bytes: Buffer) => {
  const isForm = FORM.test(header('content-type') ?? '');
  const inForm = isForm ? [...singleQuery(bytes.toString('latin1'))] : [];
  const said = [
    header('x-amz-target')?.split('.').at(-1),
    ...[...query, ...inForm].filter(([name]) => name === 'Action').map(([, value]) => value),
  ].filter((each) => each !== undefined);
  const [operation, another] = new Set(said);
  return operation !== undefined && another === undefined && /^[A-Za-z]\w{0,127}$/.test(operation)
    ? operation
    : undefined;
};

const KEPT = new Set([
  'authorization',
  'connection',
  'content-length',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'keep-alive',
  'origin',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
]);

const passedHeaders = ({ header, headerNames }: Incoming): Record<string, string> => {
  const named = (header('connection') ?? '').toLowerCase().split(/\s*,\s*/);
  const passed = headerNames.filter(
    (name) => !KEPT.has(name) && !named.includes(name) && !name.startsWith('x-forwarded-') && !name.includes('_'),
  );
  return Object.fromEntries(passed.map((name) => [name, header(name) ?? '']));
};

const refusal = ({ core, service }: Parts, exchange: Exchange, error: unknown): Answered => {
  const { facts, incoming } = exchange;
  const known = jsonError(error);
  const said = known ?? INTERNAL;
  const type = incoming.headers['content-type'] ?? 'application/json';
  const answer = FORM.test(type) ? queryErrorResponse(said, facts.id) : jsonErrorResponse(said, facts.id, type);
  return refuse(core, service, exchange, error, { known: known !== undefined, code: said.code, answer });
};

/** Smithy, "AWS Query protocol", "Operation error serialization". */
const queryErrorResponse = ({ status, code, message }: JsonError, id: string): WholeAnswer => {
  const isDenial = code === 'AccessDeniedException';
  const error = elements({ Type: 'Sender', Code: code.replace(/Exception$/, ''), Message: message });
  const xml = `<ErrorResponse><Error>${error}</Error><RequestId>${id}</RequestId></ErrorResponse>`;
  return { status: isDenial ? 403 : status, headers: { 'content-type': 'text/xml' }, body: xml };
};
