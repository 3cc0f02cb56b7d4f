/**
 * Bucket and key of a request. A key is decoded once, checked, and encoded anew for whoever is asked next: what was
 * authorized is what is forwarded. Keys that a backend with a file system, or one that decodes twice, could take for
 * another are refused.
 * Source: S3 user guide, "Naming Amazon S3 objects", "Bucket naming rules", "Virtual hosting of general purpose buckets".
 */
import { encoded } from '../incoming.ts';
import type { Service } from '../options.ts';
import { ServiceRefused } from '../refused.ts';

export interface S3Place {
  /** Undefined: the service itself. */
  readonly bucket?: string;
  /** Undefined: the bucket itself. */
  readonly key?: string;
}

/** Throws `ServiceRefused`. `path` as on the wire. */
export const placeOf = (path: string, bucketOfHost: string | undefined): S3Place => {
  const text = decodedPath(path);
  if (bucketOfHost !== undefined) return place(bucketOfHost, text.slice(1));
  const at = text.indexOf('/', 1);
  if (text === '/') return {};
  return at < 0 ? place(text.slice(1), '') : place(text.slice(1, at), text.slice(at + 1));
};

const place = (bucket: string, key: string): S3Place => {
  checkBucket(bucket);
  if (key === '') return { bucket };
  checkKey(key);
  return { bucket, key };
};

const decodedPath = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    throw badUri();
  }
};

const badUri = () => new ServiceRefused('InvalidURI', 400, "Couldn't parse the specified URI.");

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const checkBucket = (bucket: string): void => {
  if (BUCKET.test(bucket) && !bucket.includes('..')) return;
  throw new ServiceRefused('InvalidBucketName', 400, 'The specified bucket is not valid.', {
    BucketName: bucket.replace(/[^\x21-\x7e]/g, '?').slice(0, 64),
  });
};

/** Bytes of UTF-8. */
const MAX_KEY = 1024;

export const checkKey = (key: string): void => {
  if (Buffer.byteLength(key) > MAX_KEY) throw new ServiceRefused('KeyTooLongError', 400, 'Your key is too long');
  if (!isPlainKey(key)) throw badUri();
};

/** A slash at the end is a folder's; there is none at the beginning, and no two together. */
export const isPlainKey = (key: string): boolean => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(key) || !key.isWellFormed()) return false;
  return !/^[/\\]|\/\//.test(key) && !hasDots(key) && !hasDots(decodedAgain(key));
};

/** Throws `ServiceRefused`. A backend with a file system could take `private/me/../` for what is beside it. */
export const checkPrefix = (prefix: string): void => {
  if (!isPlainKey(prefix)) throw badUri();
};

const hasDots = (key: string): boolean => key.split(/[/\\]/).some((segment) => segment === '.' || segment === '..');

const decodedAgain = (key: string): string =>
  key.replace(/%(2e|2f|5c)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** As S3's canonical requests have it: every segment encoded once, slashes left. */
export const encodedKey = (key: string): string => key.split('/').map(encoded).join('/');

const encodedPlace = ({ bucket, key }: S3Place): string => {
  if (bucket === undefined) return '/';
  return key === undefined ? `/${bucket}` : `/${bucket}/${encodedKey(key)}`;
};

/** Where the backend finds it: `label` stands before its host. */
export const placed = (
  { forcePathStyle }: Pick<Service, 'forcePathStyle'>,
  place: S3Place,
): { readonly path: string; readonly label?: string } => {
  if (forcePathStyle || place.bucket === undefined) return { path: encodedPlace(place) };
  return { label: place.bucket, path: `/${encodedKey(place.key ?? '')}` };
};

export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;

/**
 * The bucket that a host name says: before `.s3.` or `.s3-` (as AWS's own names), before `.localhost`, or before a name
 * that the operator gave. Undefined: it stands in the path.
 */
export const bucketOfHost = (host: string, hosts: readonly string[]): string | undefined => {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  if (/^s3[.-]/.test(name) || hosts.includes(name)) return undefined;
  const base = [...hosts, 'localhost'].find((each) => name.endsWith(`.${each}`));
  const own = base === undefined ? name : name.slice(0, -base.length - 1);
  const [, before] = /^(.+)\.s3(?:[.-].*)?$/.exec(own) ?? [];
  return before ?? (base === undefined ? undefined : own);
};
