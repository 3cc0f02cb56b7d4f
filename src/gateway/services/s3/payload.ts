/**
 * What `x-amz-content-sha256` says of a body: its hash, that it is not signed, or that it comes in chunks (aws-chunked)
 * with a signature each, with checksums behind it, or both.
 * Source: S3 API reference, "Authenticating Requests: Using the Authorization Header" and the pages below it.
 */
import { createHash } from 'node:crypto';
import { UNSIGNED_PAYLOAD } from '../../../core/credentials/signature/verify.ts';
import type { Incoming } from '../incoming.ts';
import { ServiceRefused } from '../refused.ts';
import { CHECKSUM_LENGTHS, type ChecksumName, isChecksumName } from './checksums.ts';
import type { S3Request } from './request.ts';

export type S3Payload =
  | { readonly kind: 'none' }
  | { readonly kind: 'hash'; readonly hash: string; readonly length: number }
  | { readonly kind: 'unsigned'; readonly length: number }
  | ChunkedPayload;

export interface ChunkedPayload {
  readonly kind: 'chunks';
  readonly signed: boolean;
  readonly trailer?: ChecksumName;
  /** Of what is in the chunks. */
  readonly length: number;
}

export const EMPTY_HASH = createHash('sha256').digest('hex');

const CHUNKED: Readonly<Record<string, { readonly signed: boolean; readonly trailer: boolean }>> = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, trailer: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, trailer: true },
};

const WITHOUT_BODY = ['GET', 'HEAD', 'DELETE'];

/** Throws `ServiceRefused`. */
export const payloadOf = (incoming: Incoming, { amz }: S3Request, said: string): S3Payload => {
  const { method, header } = incoming;
  const length = header('content-length');
  const isChunkedTransfer = header('transfer-encoding') !== undefined;
  const isEmpty = !isChunkedTransfer && Number(length ?? 0) === 0;
  if (WITHOUT_BODY.includes(method) && !isEmpty) throw invalid(`A ${method} request has no body.`);
  const chunked = Object.hasOwn(CHUNKED, said) ? CHUNKED[said] : undefined;
  if (chunked !== undefined) return chunkedPayload(incoming, amz, chunked);
  if (isEmpty) return withoutBody(said);
  if (isChunkedTransfer || length === undefined) throw missingLength();
  if (said === UNSIGNED_PAYLOAD) return { kind: 'unsigned', length: Number(length) };
  if (/^[0-9a-f]{64}$/.test(said)) return { kind: 'hash', hash: said, length: Number(length) };
  throw invalid('The value of x-amz-content-sha256 header is invalid.');
};

const withoutBody = (said: string): S3Payload => {
  if (said === UNSIGNED_PAYLOAD || said === EMPTY_HASH) return { kind: 'none' };
  throw hashMismatch();
};

const chunkedPayload = (
  { header }: Incoming,
  amz: S3Request['amz'],
  { signed, trailer }: { readonly signed: boolean; readonly trailer: boolean },
): ChunkedPayload => {
  const length = amz.get('x-amz-decoded-content-length');
  if (length === undefined || !/^\d{1,15}$/.test(length)) throw missingLength();
  if (header('content-length') === undefined && header('transfer-encoding') === undefined) throw missingLength();
  const name = amz.get('x-amz-trailer')?.trim().toLowerCase();
  if (!trailer || name === undefined) {
    if (name !== undefined) throw invalid('x-amz-trailer does not belong to a body without trailers.');
    if (!signed) throw invalid('x-amz-trailer is missing.');
    return { kind: 'chunks', signed, length: Number(length) };
  }
  if (!isChecksumName(name)) throw invalid('The value specified in the x-amz-trailer header is not supported');
  return { kind: 'chunks', signed, trailer: name, length: Number(length) };
};

const invalid = (message: string) => new ServiceRefused('InvalidRequest', 400, message);
const missingLength = () =>
  new ServiceRefused('MissingContentLength', 411, 'You must provide the Content-Length HTTP header.');

export const hashMismatch = () =>
  new ServiceRefused(
    'XAmzContentSHA256Mismatch',
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );

/** `name:value`, CR, LF, CR, LF. */
export const trailerLength = (name: ChecksumName): number => name.length + 1 + CHECKSUM_LENGTHS[name] + 4;
