/**
 * Verifies Signature Version 4 for every door: decides what must be signed, by which key, and when. The arithmetic is a
 * port (ports/signatures.ts).
 *
 *     const proved = await verifySignature(core, request, { bytes: body }, { service: 'execute-api' });
 *     await authorize(core, proved.principal, { action: 'execute-api:Invoke', … });
 *
 * A payload is either the bytes that were received, whose hash is compared with what was signed; or `stated`, where the
 * signature holds for whatever X-Amz-Content-Sha256 says and the caller must hold the body to it while it streams
 * (`proved.payload`: a hash in hex, `UNSIGNED-PAYLOAD`, `STREAMING-…`; `proved.signingKey()` makes the signatures of
 * chunks).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Core } from '../../core.ts';
import type { Signatures } from '../../ports.ts';
import { isOwnKeyId, isTemporary } from '../access-key.ts';
import { holderOf } from '../key-holder.ts';
import { noteUse } from '../last-used.ts';
import type { Principal } from '../principal.ts';
import { type HeaderReader, type SigV4Parts, sigV4Parts } from './parts.ts';
import { SignatureRefused } from './refused.ts';

export type SignatureCore = Pick<Core, 'clock' | 'sealer' | 'store' | 'signatures'>;

/** A request as it came over the wire. */
export interface SignedRequest {
  readonly method: string;
  /** The request line's: path and query, nothing decoded, nothing normalised. */
  readonly target: string;
  readonly header: HeaderReader;
}

export type Payload = { readonly bytes: Uint8Array } | 'stated';

/** Asked for when key and time are good: whoever has no key makes nobody read a body. */
export type PayloadSource = Payload | (() => Promise<Payload>);

export interface SignatureRules {
  /** As the credential scope must name it: `execute-api`, `s3` … */
  readonly service: string;
  /** Whom a long-term key speaks for that Poolhouse never issued, its signature unchecked. `dev` only. */
  readonly stranger?: Principal;
  /** The body of a presigned URL is not under the signature (S3). */
  readonly presignedUnsigned?: boolean;
  /** `x-amz-content-sha256: UNSIGNED-PAYLOAD`, itself signed, leaves the body out. */
  readonly unsignedPayload?: boolean;
}

export interface ProvedSignature {
  readonly principal: Principal;
  readonly accessKeyId: string;
  readonly region: string;
  readonly parts: SigV4Parts;
  /** What was signed in the body's place. */
  readonly payload: string;
  readonly signingKey: () => Promise<Uint8Array>;
}

export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/** AWS allows clocks to differ by this much (ms). */
const SKEW = 15 * 60 * 1000;

/** Throws `SignatureRefused`. */
export const verifySignature = async (
  core: SignatureCore,
  request: SignedRequest,
  source: PayloadSource,
  rules: SignatureRules,
): Promise<ProvedSignature> => {
  const [path, query] = splitTarget(request.target);
  const parts = sigV4Parts(request.header, query);
  checkScope(parts, rules.service);
  const { principal, secret } = await findHolder(core, parts, rules.stranger);
  const { accessKeyId, region } = parts;
  if (secret !== undefined) checkTime(parts, core.clock.now());
  const payload = typeof source === 'function' ? await source() : source;
  const payloadHash = hashOf(request, payload, parts, rules);
  const signingKey = () => core.signatures.signingKey(parts, secret ?? '');
  const proved = { principal, accessKeyId, region, parts, payload: payloadHash, signingKey };
  if (secret === undefined) return proved;
  checkSignedHeaders(request, parts, payloadHash);
  const signed = { path, query: signedQuery(query), payloadHash };
  const expected = await expectedSignature(core.signatures, request, signed, parts, secret);
  if (!sameText(expected, parts.signature)) throw signatureMismatch();
  if (principal.session === undefined) noteUse(core, accessKeyId, parts.service, region);
  return proved;
};

const splitTarget = (target: string): [path: string, query: URLSearchParams] => {
  const at = target.indexOf('?');
  if (at < 0) return [target, new URLSearchParams()];
  return [target.slice(0, at), new URLSearchParams(target.slice(at + 1))];
};

interface Found {
  readonly principal: Principal;
  /** Undefined: the signature is not looked at. */
  readonly secret?: string;
}

const findHolder = async (
  core: SignatureCore,
  { accessKeyId, sessionToken }: SigV4Parts,
  stranger: Principal | undefined,
): Promise<Found> => {
  const found = await holderOf(core, accessKeyId, sessionToken);
  if (typeof found !== 'string') return found;
  // The id of a key that was deleted still shows that it was given out here.
  const isForeign = sessionToken === undefined && !isTemporary(accessKeyId) && !isOwnKeyId(core, accessKeyId);
  if (stranger && isForeign && (await core.store.accessKeys.byId(accessKeyId)) === undefined) {
    return { principal: stranger };
  }
  if (found === 'expired') {
    throw new SignatureRefused('ExpiredTokenException', 'The security token included in the request is expired');
  }
  throw new SignatureRefused('UnrecognizedClientException', 'The security token included in the request is invalid.');
};

const invalid = (message: string) => new SignatureRefused('InvalidSignatureException', message);

const checkScope = (parts: SigV4Parts, service: string): void => {
  if (parts.service !== service) throw invalid(`Credential should be scoped to correct service: '${service}'. `);
  if (!/^[a-z]{2}(-[a-z]+)+-\d+$/.test(parts.region)) {
    throw invalid('Credential should be scoped to a valid region. ');
  }
  if (parts.longDate.slice(0, 8) !== parts.scopeDate) {
    throw invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${parts.scopeDate.slice(0, 16)}' != '${parts.longDate.slice(0, 8)}', from '${parts.longDate}'.`,
    );
  }
};

const checkTime = (parts: SigV4Parts, now: number): void => {
  const { signedAt } = parts;
  const validFor = parts.expires === undefined ? SKEW : parts.expires * 1000;
  if (now > signedAt + validFor) {
    const edge = parts.expires === undefined ? `(${longDate(now)} - 15 min.)` : `(${longDate(now)})`;
    throw invalid(`Signature expired: ${parts.longDate} is now earlier than ${longDate(now - validFor)} ${edge}`);
  }
  if (signedAt > now + SKEW) {
    throw invalid(
      `Signature not yet current: ${parts.longDate} is still later than ${longDate(now + SKEW)} (${longDate(now)} + 15 min.)`,
    );
  }
};

/** What decides the meaning of a request must be under the signature, or a thief could change it. */
const checkSignedHeaders = ({ header }: SignedRequest, parts: SigV4Parts, payloadHash: string): void => {
  const signed = new Set(parts.signedHeaders);
  const mustBeSigned = ['host'];
  if (parts.form === 'header') mustBeSigned.push('x-amz-date');
  for (const name of ['x-amz-target', 'x-amz-security-token']) {
    if (header(name) !== undefined) mustBeSigned.push(name);
  }
  const isWord = payloadHash === UNSIGNED_PAYLOAD && parts.form === 'header';
  if (isWord) mustBeSigned.push('x-amz-content-sha256');
  const unsigned = mustBeSigned.filter((name) => !signed.has(name));
  if (unsigned.length === 0) return;
  throw invalid(unsigned.map((name) => `'${name}' must be a 'SignedHeader' in the AWS Authorization.`).join(' '));
};

const expectedSignature = async (
  signatures: Signatures,
  { method, header }: SignedRequest,
  signed: { readonly path: string; readonly query: Record<string, string | string[]>; readonly payloadHash: string },
  parts: SigV4Parts,
  secret: string,
): Promise<string> => {
  const headers: Record<string, string> = {};
  for (const name of parts.signedHeaders) {
    const value = header(name);
    if (value === undefined) throw signatureMismatch();
    headers[name] = value;
  }
  return signatures.signatureOf({ method, headers, longDate: parts.longDate, ...signed }, parts, secret);
};

const signedQuery = (given: URLSearchParams): Record<string, string | string[]> => {
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(given.keys())) {
    if (name === 'X-Amz-Signature') continue;
    const values = given.getAll(name);
    query[name] = values.length === 1 ? (values[0] as string) : values;
  }
  return query;
};

/** Of bytes the hash is over what was received, never the one that the sender states. */
const hashOf = ({ header }: SignedRequest, payload: Payload, parts: SigV4Parts, rules: SignatureRules): string => {
  const stated = header('x-amz-content-sha256');
  if (rules.presignedUnsigned && parts.form === 'query') return stated ?? UNSIGNED_PAYLOAD;
  if (payload === 'stated') return stated ?? EMPTY_HASH;
  if (rules.unsignedPayload && stated === UNSIGNED_PAYLOAD) return stated;
  const empty = payload.bytes.byteLength === 0;
  const actual = empty ? EMPTY_HASH : createHash('sha256').update(payload.bytes).digest('hex');
  if (stated !== undefined && !sameText(stated, actual)) throw signatureMismatch();
  return actual;
};

const EMPTY_HASH = createHash('sha256').digest('hex');

const signatureMismatch = () =>
  invalid(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );

const sameText = (a: string, b: string): boolean => {
  const left = createHash('sha256').update(a).digest();
  const right = createHash('sha256').update(b).digest();
  return timingSafeEqual(left, right);
};

const longDate = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
