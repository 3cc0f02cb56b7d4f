/**
 * Verifies Signature Version 4: decides what must be signed, by which key, and when. The arithmetic is in
 * sigv4-arithmetic.ts.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Core } from '../../core/core.ts';
import { isTemporary } from '../../core/credentials/access-key.ts';
import { holderOf } from '../../core/credentials/key-holder.ts';
import type { Principal } from '../../core/credentials/principal.ts';
import { AwsError } from '../errors.ts';
import type { SignedCaller } from '../operation.ts';
import { signatureOf } from './sigv4-arithmetic.ts';
import { type SigV4Parts, sigV4Parts } from './sigv4-request.ts';

export interface SigV4Options {
  readonly core: Pick<Core, 'clock' | 'sealer' | 'store'>;
  /** `dev` only: a long-term key that Poolhouse never issued counts as the operator's, its signature unchecked. */
  readonly anyAccessKey: boolean;
  /** The account that the operator's resources belong to. */
  readonly operatorAccount: string;
}

/** AWS allows clocks to differ by this much (ms). */
const SKEW = 15 * 60 * 1000;

export const createSigV4Verifier =
  (options: SigV4Options) =>
  async (request: Request, body: Uint8Array, service: string): Promise<SignedCaller> => {
    const url = new URL(request.url);
    const parts = sigV4Parts(request, url);
    checkScope(parts, service);
    const { accessKeyId, region } = parts;
    const holder = await findHolder(options, parts);
    const { principal } = holder;
    const caller = { account: principal.account, region, accessKeyId, principal };
    if (holder.secret === undefined) return caller;
    checkTime(parts, options.core.clock.now());
    checkSignedHeaders(request, parts);
    const expected = await expectedSignature(request, url, body, parts, holder.secret);
    if (!sameText(expected, parts.signature)) throw signatureMismatch();
    return caller;
  };

interface Found {
  readonly principal: Principal;
  /** Undefined: the signature is not looked at. */
  readonly secret?: string;
}

const findHolder = async (options: SigV4Options, { accessKeyId, sessionToken }: SigV4Parts): Promise<Found> => {
  const { core, anyAccessKey, operatorAccount } = options;
  const found = await holderOf(core, accessKeyId, sessionToken);
  if (typeof found !== 'string') return found;
  const isForeign = sessionToken === undefined && !isTemporary(accessKeyId);
  if (anyAccessKey && isForeign && (await core.store.accessKeys.byId(accessKeyId)) === undefined) {
    return { principal: { kind: 'root', account: operatorAccount } };
  }
  if (found === 'expired') {
    throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired');
  }
  throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.');
};

const checkScope = (parts: SigV4Parts, service: string): void => {
  if (parts.service !== service) {
    throw new AwsError('InvalidSignatureException', `Credential should be scoped to correct service: '${service}'. `);
  }
  if (!/^[a-z]{2}(-[a-z]+)+-\d+$/.test(parts.region)) {
    throw new AwsError('InvalidSignatureException', 'Credential should be scoped to a valid region. ');
  }
  if (parts.longDate.slice(0, 8) !== parts.scopeDate) {
    throw new AwsError(
      'InvalidSignatureException',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${parts.scopeDate.slice(0, 16)}' != '${parts.longDate.slice(0, 8)}', from '${parts.longDate}'.`,
    );
  }
};

const checkTime = (parts: SigV4Parts, now: number): void => {
  const { signedAt } = parts;
  const validUntil = signedAt + (parts.expires === undefined ? SKEW : parts.expires * 1000);
  if (now > validUntil) {
    const edge = parts.expires === undefined ? `(${longDate(now)} - 15 min.)` : `(${longDate(now)})`;
    throw new AwsError(
      'InvalidSignatureException',
      `Signature expired: ${parts.longDate} is now earlier than ${longDate(now - SKEW)} ${edge}`,
    );
  }
  if (signedAt > now + SKEW) {
    throw new AwsError(
      'InvalidSignatureException',
      `Signature not yet current: ${parts.longDate} is still later than ${longDate(now + SKEW)} (${longDate(now)} + 15 min.)`,
    );
  }
};

/** What decides the meaning of a request must be under the signature, or a thief could change it. */
const checkSignedHeaders = (request: Request, parts: SigV4Parts): void => {
  const signed = new Set(parts.signedHeaders);
  const mustBeSigned = ['host'];
  if (parts.form === 'header') mustBeSigned.push('x-amz-date');
  for (const name of ['x-amz-target', 'x-amz-security-token']) {
    if (request.headers.has(name)) mustBeSigned.push(name);
  }
  const unsigned = mustBeSigned.filter((name) => !signed.has(name));
  if (unsigned.length > 0) {
    throw new AwsError(
      'InvalidSignatureException',
      unsigned.map((name) => `'${name}' must be a 'SignedHeader' in the AWS Authorization.`).join(' '),
    );
  }
};

const expectedSignature = async (
  request: Request,
  url: URL,
  body: Uint8Array,
  parts: SigV4Parts,
  secret: string,
): Promise<string> => {
  const headers: Record<string, string> = {};
  for (const name of parts.signedHeaders) {
    const value = request.headers.get(name);
    if (value === null) throw signatureMismatch();
    headers[name] = value;
  }
  const httpRequest = {
    method: request.method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: signedQuery(url),
    headers,
  };
  return signatureOf(httpRequest, payloadHash(request, body), parts, secret);
};

const signedQuery = (url: URL): Record<string, string | string[]> => {
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(url.searchParams.keys())) {
    if (name === 'X-Amz-Signature') continue;
    const values = url.searchParams.getAll(name);
    query[name] = values.length === 1 ? (values[0] as string) : values;
  }
  return query;
};

/** The hash over the bytes received, never the one that the sender states. */
const payloadHash = (request: Request, body: Uint8Array): string => {
  const actual = createHash('sha256').update(body).digest('hex');
  const stated = request.headers.get('x-amz-content-sha256');
  if (stated !== null && !sameText(stated, actual)) throw signatureMismatch();
  return actual;
};

const signatureMismatch = () =>
  new AwsError(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );

const sameText = (a: string, b: string): boolean => {
  const left = createHash('sha256').update(a).digest();
  const right = createHash('sha256').update(b).digest();
  return timingSafeEqual(left, right);
};

const longDate = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
