/** Which headers of a request go on to the backend. Only what is named here does. */
import type { Incoming } from '../incoming.ts';
import { type CopySource, encodedSource } from './copy-source.ts';
import type { S3Payload } from './payload.ts';
import type { S3Request } from './request.ts';

const PASSED = [
  'accept',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-md5',
  'content-type',
  'expires',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
  'user-agent',
];

/** Say how the client's body came, or whose the backend is to be: both end here. */
const KEPT = new Set([
  'x-amz-decoded-content-length',
  'x-amz-expected-bucket-owner',
  'x-amz-source-expected-bucket-owner',
  'x-amz-trailer',
]);

export const passedHeaders = (
  { header }: Incoming,
  { amz }: S3Request,
  payload: S3Payload,
  source: CopySource | undefined,
): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const name of PASSED) {
    const value = name === 'content-encoding' ? contentEncoding(header(name), payload) : header(name);
    if (value !== undefined) headers[name] = value;
  }
  for (const [name, value] of amz) if (!KEPT.has(name)) headers[name] = value;
  if (source !== undefined) headers['x-amz-copy-source'] = encodedSource(source);
  return headers;
};

/** `aws-chunked` is about the way, what else stands there about the object. */
const contentEncoding = (value: string | undefined, { kind }: S3Payload): string | undefined => {
  if (value === undefined || kind !== 'chunks') return value;
  const others = value.split(',').map((each) => each.trim());
  return others.filter((each) => each !== '' && each.toLowerCase() !== 'aws-chunked').join(', ') || undefined;
};
