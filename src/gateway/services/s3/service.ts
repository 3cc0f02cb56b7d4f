/**
 * S3 behind the gateway. In this order: what the request says is read in one way only; its signature is proved; what it
 * comes to is allowed by the signer's policies; only then anything goes to the backend, signed anew.
 */

import type { Core } from '../../../core/core.ts';
import { AccessDenied } from '../../../core/credentials/denied.ts';
import { type ProvedSignature, UNSIGNED_PAYLOAD, verifySignature } from '../../../core/credentials/signature/verify.ts';
import type { ContextEntries } from '../../../core/policies/request.ts';
import { answerHeaders, locationFor, passOn, wholeAnswer } from '../answer.ts';
import { circumstancesOf } from '../circumstances.ts';
import { corsHeaders } from '../cors.ts';
import { type Answered, askForBody, type Exchange, type WholeAnswer } from '../exchange.ts';
import { grantAll } from '../grant.ts';
import { type Incoming, incomingOf } from '../incoming.ts';
import type { Service, ServicesOptions } from '../options.ts';
import { refuse } from '../refusal.ts';
import { ServiceRefused } from '../refused.ts';
import { createUpstream, hashOf, type Outbound, type Upstream } from '../upstream.ts';
import { prepareBody, readBody, signingOf } from './body.ts';
import {
  contentMd5,
  type Deletion,
  MAX_DELETE_BODY,
  readDeletions,
  type Undeleted,
  withErrors,
  writeDeletions,
} from './delete-objects.ts';
import { escaped, type S3Error, s3Error, s3ErrorResponse } from './errors.ts';
import { passedHeaders } from './headers.ts';
import { encodedKey, objectArn, placed } from './key.ts';
import { ofVersion, type S3Operation, s3Operation } from './operations.ts';
import { payloadOf, type S3Payload } from './payload.ts';
import { type S3Request, s3Request } from './request.ts';

export type ServicesCore = Pick<Core, 'clock' | 'log' | 'sealer' | 'signatures' | 'store'>;

/** One request, proved and understood. */
interface Call {
  readonly incoming: Incoming;
  readonly request: S3Request;
  readonly operation: S3Operation;
  readonly proved: ProvedSignature;
  readonly payload: S3Payload;
}

export const createS3 = (core: ServicesCore, service: Service, options: ServicesOptions) => {
  const upstream = createUpstream(core, service, options);
  const parts: Parts = { core, service, upstream, unsignedInClear: options.unsignedInClear };
  return async (exchange: Exchange): Promise<Answered> => {
    try {
      return await answer(parts, exchange);
    } catch (error) {
      return refusal(parts, exchange, error);
    }
  };
};

interface Parts {
  readonly core: ServicesCore;
  readonly service: Service;
  readonly upstream: Upstream;
  readonly unsignedInClear: boolean;
}

const answer = async (parts: Parts, exchange: Exchange): Promise<Answered> => {
  const incoming = incomingOf(exchange);
  const request = s3Request(incoming, parts.service);
  const operation = s3Operation(request);
  incoming.facts.operation = operation.name;
  const proved = await prove(parts, incoming, request);
  const payload = payloadOf(incoming, request, proved.payload);
  checkClear(parts, incoming, payload);
  const call: Call = { incoming, request, operation, proved, payload };
  if (operation.name === 'DeleteObjects') {
    askForBody(exchange);
    return deleteObjects(parts, call);
  }
  checkOwners(parts.service, request);
  await grantAll(parts.core, proved.principal, parts.service, attemptsOf(parts, call));
  return forward(parts, call, exchange);
};

const prove = async ({ core, service }: Parts, incoming: Incoming, request: S3Request): Promise<ProvedSignature> => {
  const { method, query, header } = incoming;
  if (request.presigned && header('authorization') !== undefined) {
    throw new ServiceRefused('InvalidArgument', 400, 'Only one auth mechanism allowed');
  }
  // S3 signs the decoded path, encoded once: so a path has one signature however it came.
  const path = canonicalPath(incoming.path);
  const target = query === '' ? path : `${path}?${query}`;
  const rules = { service: 's3', presignedUnsigned: true };
  const proved = await verifySignature(core, { method, target, header }, 'stated', rules);
  const { parts, region } = proved;
  if (!request.presigned && header('x-amz-content-sha256') === undefined) {
    throw new ServiceRefused('InvalidRequest', 400, 'Missing required header for this request: x-amz-content-sha256');
  }
  const unsigned = incoming.headerNames.filter(
    (name) => name.startsWith('x-amz-') && !parts.signedHeaders.includes(name),
  );
  if (unsigned.length > 0) {
    throw new ServiceRefused('AccessDenied', 403, 'There were headers present in the request which were not signed', {
      HeadersNotSigned: unsigned.join(', ').slice(0, 512),
    });
  }
  if (region !== service.region) {
    const message = `The authorization header is malformed; the region '${region}' is wrong; expecting '${service.region}'`;
    throw new ServiceRefused('AuthorizationHeaderMalformed', 400, message, { Region: service.region });
  }
  return proved;
};

const canonicalPath = (path: string): string => encodedKey(decodeURIComponent(path));

/** What no signature covers must not be changed on the way. */
const checkClear = ({ unsignedInClear }: Parts, { facts }: Incoming, payload: S3Payload): void => {
  const isOpen = payload.kind === 'unsigned' || (payload.kind === 'chunks' && !payload.signed);
  if (!isOpen || facts.secure || unsignedInClear) return;
  throw new ServiceRefused(
    'InvalidRequest',
    400,
    `${UNSIGNED_PAYLOAD} is taken over HTTPS only: sign the body, or connect by HTTPS.`,
  );
};

/** The backend's own account may have another number. */
const checkOwners = ({ account }: Service, { amz }: S3Request): void => {
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    const owner = amz.get(name);
    if (owner !== undefined && owner !== account) throw new ServiceRefused('AccessDenied', 403, 'Access Denied');
  }
};

const attemptsOf = ({ core, service }: Parts, { incoming, operation, request, proved }: Call) => {
  const about = circumstancesOf(core, incoming, service);
  const own = ofSignature(core, request, proved);
  return operation.needs.map((need) => ({ ...need, about, own: [...(need.own ?? []), ...own] }));
};

/** How the request is signed can be asked for too. */
const ofSignature = (
  { clock }: Pick<Core, 'clock'>,
  { presigned }: S3Request,
  proved: ProvedSignature,
): ContextEntries => [
  ['s3:authType', presigned ? 'REST-QUERY-STRING' : 'REST-HEADER'],
  ['s3:signatureversion', 'AWS4-HMAC-SHA256'],
  ['s3:signatureAge', presigned ? String(Math.max(0, clock.now() - proved.parts.signedAt)) : undefined],
  ['s3:x-amz-content-sha256', proved.payload],
];

const forward = async (parts: Parts, call: Call, exchange: Exchange): Promise<Answered> => {
  const { service, upstream } = parts;
  const { incoming, request, operation, payload, proved } = call;
  const signing = payload.kind === 'chunks' && payload.signed ? await signingOf(proved) : undefined;
  const prepared = prepareBody(incoming.message, payload, { signing, trailers: service.checksumTrailers });
  const passed = passedHeaders(incoming, request, payload, operation.source);
  if (prepared.headers['x-amz-trailer'] !== undefined) {
    passed['content-encoding'] = ['aws-chunked', passed['content-encoding']].filter(Boolean).join(',');
  }
  const outbound: Outbound = {
    method: request.method,
    ...placed(service, request.place),
    query: operation.query,
    headers: { ...passed, ...prepared.headers },
    payloadHash: prepared.payloadHash,
    body: prepared.body,
  };
  if (prepared.body !== undefined) askForBody(exchange);
  const answered = await upstream.send(outbound, exchange.outgoing);
  const rules = answerRules(parts, incoming);
  const isCompletion = operation.name === 'CompleteMultipartUpload' && answered.statusCode === 200;
  if (isCompletion) return completed(answered, rules);
  return passOn(answered, exchange, rules);
};

const answerRules = ({ service }: Parts, incoming: Incoming) => ({
  cors: corsHeaders(service, incoming),
  backend: new URL(service.endpoint),
  origin: `${incoming.facts.secure ? 'https' : 'http'}://${incoming.header('host') ?? ''}`,
});

const MAX_RESULT = 4 * 1024 * 1024;

/** Says where the object is: not at the backend's address. */
const completed = async (
  answered: Parameters<typeof answerHeaders>[0],
  rules: Parameters<typeof answerHeaders>[1],
): Promise<WholeAnswer> => {
  const xml = (await wholeAnswer(answered, MAX_RESULT)).toString();
  const text = xml.replace(/<Location>([^<]*)<\/Location>/, (_, location: string) => {
    const found = locationFor(location.replaceAll('&amp;', '&'), rules);
    return found === undefined ? '' : `<Location>${escaped(found)}</Location>`;
  });
  return wholeText(text, answerHeaders(answered, rules), answered.statusCode ?? 200);
};

const wholeText = (body: string, given: Record<string, string | string[]>, status: number): WholeAnswer => {
  const { 'content-length': _, 'content-encoding': __, ...headers } = given;
  return { status, headers, body };
};

const deleteObjects = async (parts: Parts, call: Call): Promise<WholeAnswer> => {
  const { incoming, request, payload, proved, operation } = call;
  const signing = payload.kind === 'chunks' && payload.signed ? await signingOf(proved) : undefined;
  const body = await readBody(incoming.message, payload, signing, MAX_DELETE_BODY);
  checkDigest(incoming, body);
  checkOwners(parts.service, request);
  const { quiet, objects } = await readDeletions(body);
  const { allowed, undeleted } = await sorted(parts, call, objects);
  const rules = answerRules(parts, incoming);
  const headers = { 'content-type': 'application/xml', ...rules.cors };
  if (allowed.length === 0) return { status: 200, headers, body: withErrors(undefined, undeleted) };
  const bytes = writeDeletions({ quiet, objects: allowed });
  const answered = await parts.upstream.send({
    method: 'POST',
    ...placed(parts.service, request.place),
    query: operation.query,
    headers: { ...deletionHeaders(incoming, request), 'content-md5': contentMd5(bytes) },
    payloadHash: hashOf(bytes),
    body: { bytes },
  });
  const text = (await wholeAnswer(answered, MAX_RESULT)).toString();
  const isResult = answered.statusCode === 200;
  return wholeText(
    isResult ? withErrors(text, undeleted) : text,
    answerHeaders(answered, rules),
    answered.statusCode ?? 502,
  );
};

/** The client's checksums are of its own body. */
const deletionHeaders = (incoming: Incoming, request: S3Request): Record<string, string> => {
  const passed = passedHeaders(incoming, request, { kind: 'none' }, undefined);
  const isOwn = ([name]: [string, string]) => !/^(content-md5|content-encoding|x-amz-(sdk-)?checksum-.*)$/.test(name);
  return Object.fromEntries(Object.entries(passed).filter(isOwn));
};

const checkDigest = ({ header }: Incoming, body: Buffer): void => {
  const said = header('content-md5');
  if (said === undefined || said === contentMd5(body)) return;
  throw new ServiceRefused('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.');
};

/** Policies are asked about every key by itself. */
const sorted = async (parts: Parts, call: Call, objects: readonly Deletion[]) => {
  const { core, service } = parts;
  const { incoming, request, proved, operation } = call;
  const bucket = request.place.bucket ?? '';
  const about = circumstancesOf(core, incoming, service);
  const signed = ofSignature(core, request, proved);
  const bypass = operation.needs.map(({ action }) => action);
  const attemptsFor = (object: Deletion) => {
    const resources = [objectArn(bucket, object.key)];
    const own: ContextEntries = [...signed, ['s3:VersionId', object.versionId]];
    const actions = [`s3:${ofVersion('DeleteObject', object.versionId)}`, ...bypass];
    return actions.map((action) => ({ action, resources, about, own }));
  };
  const allowed: Deletion[] = [];
  const undeleted: Undeleted[] = [];
  for (const object of objects) {
    try {
      await grantAll(core, proved.principal, service, attemptsFor(object));
      allowed.push(object);
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      undeleted.push({ object, message: s3Error(error)?.message ?? 'Access Denied' });
    }
  }
  return { allowed, undeleted };
};

const DEFECT: S3Error = {
  status: 500,
  code: 'InternalError',
  message: 'We encountered an internal error. Please try again.',
  details: {},
};

const refusal = ({ core, service }: Parts, exchange: Exchange, error: unknown): Answered => {
  const { incoming, facts } = exchange;
  const known = s3Error(error);
  const said = known ?? DEFECT;
  const resource = (incoming.url ?? '').split('?', 1)[0] ?? '';
  const answer = s3ErrorResponse(said, { id: facts.id, resource, head: incoming.method === 'HEAD' });
  return refuse(core, service, exchange, error, { known: known !== undefined, code: said.code, answer });
};
