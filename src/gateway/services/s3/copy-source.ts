/**
 * What an object is copied from: read once, encoded anew.
 * Source: S3 API reference, CopyObject and UploadPartCopy, `x-amz-copy-source`.
 */
import { encoded } from '../incoming.ts';
import { ServiceRefused } from '../refused.ts';
import { checkBucket, checkKey, encodedKey } from './key.ts';
import type { S3Request } from './request.ts';

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

const COPIES = ['PutObject', 'UploadPart'];

/** Throws `ServiceRefused`. */
export const copySourceOf = ({ amz }: S3Request, operation: string): CopySource | undefined => {
  const text = amz.get('x-amz-copy-source');
  if (text === undefined) return undefined;
  if (!COPIES.includes(operation)) throw invalid('x-amz-copy-source does not belong to this request.');
  const [path = '', query, ...more] = text.split('?');
  const versionId = /^versionId=([^&=]+)$/.exec(query ?? '')?.[1];
  if (more.length > 0 || (query !== undefined && versionId === undefined)) throw invalidSource();
  const [, bucket = '', key = ''] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path)) ?? [];
  checkBucket(bucket);
  if (key === '') throw invalidSource();
  checkKey(key);
  return { bucket, key, ...(versionId !== undefined && { versionId: decoded(versionId) }) };
};

export const encodedSource = ({ bucket, key, versionId }: CopySource): string =>
  `/${bucket}/${encodedKey(key).replaceAll('%3A', ':')}${versionId === undefined ? '' : `?versionId=${encoded(versionId)}`}`;

const invalid = (message: string) => new ServiceRefused('InvalidRequest', 400, message);
const invalidSource = () =>
  new ServiceRefused(
    'InvalidArgument',
    400,
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    { ArgumentName: 'x-amz-copy-source' },
  );

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidSource();
  }
};
