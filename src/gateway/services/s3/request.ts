/**
 * What an S3 request says, in one form: presigned URLs carry in the query what else is a header (SDKs move `x-amz-…`
 * there), and S3 reads both alike.
 */
import { type Incoming, singleQuery } from '../incoming.ts';
import type { Service } from '../options.ts';
import { ServiceRefused } from '../refused.ts';
import { bucketOfHost, placeOf, type S3Place } from './key.ts';

export interface S3Request {
  readonly method: string;
  readonly place: S3Place;
  /** Without `x-amz-…`. */
  readonly query: ReadonlyMap<string, string>;
  /** `x-amz-…` of headers and query, without what signs the request. */
  readonly amz: ReadonlyMap<string, string>;
  /** Whether the signature stands in the query. */
  readonly presigned: boolean;
}

/** Throws `ServiceRefused`. */
export const s3Request = (incoming: Incoming, { hosts }: Service): S3Request => {
  const all = singleQuery(incoming.query);
  const host = bucketOfHost(incoming.header('host') ?? '', hosts);
  const query = new Map([...all].filter(([name]) => !isAmz(name) && name !== 'x-id'));
  const hoisted = [...all].filter(([name]) => isAmz(name)).map(([name, value]) => [name.toLowerCase(), value] as const);
  const amz = new Map<string, string>();
  const headers = incoming.headerNames.filter(isAmz).map((name) => [name, incoming.header(name) ?? ''] as const);
  for (const [name, value] of [...headers, ...hoisted]) {
    if (amz.has(name)) throw new ServiceRefused('InvalidRequest', 400, `The request says ${name} twice.`);
    amz.set(name, value);
  }
  for (const name of SIGNING) amz.delete(name);
  checkHeaders(amz.keys());
  return {
    method: incoming.method,
    place: placeOf(incoming.path, host),
    query,
    amz,
    presigned: all.has('X-Amz-Signature'),
  };
};

const isAmz = (name: string): boolean => /^x-amz-/i.test(name);

/** What the client's own signature is made of, and what its SDK says of itself. */
const SIGNING = [
  'x-amz-algorithm',
  'x-amz-api-version',
  'x-amz-content-sha256',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
  'x-amz-user-agent',
];

const KNOWN = new Set(
  [
    'acl',
    'bucket-object-lock-enabled',
    'bypass-governance-retention',
    'checksum-algorithm',
    'checksum-crc32',
    'checksum-crc32c',
    'checksum-crc64nvme',
    'checksum-mode',
    'checksum-sha1',
    'checksum-sha256',
    'checksum-type',
    'confirm-remove-self-bucket-access',
    'copy-source',
    'copy-source-if-match',
    'copy-source-if-modified-since',
    'copy-source-if-none-match',
    'copy-source-if-unmodified-since',
    'copy-source-range',
    'copy-source-server-side-encryption-customer-algorithm',
    'copy-source-server-side-encryption-customer-key',
    'copy-source-server-side-encryption-customer-key-md5',
    'decoded-content-length',
    'expected-bucket-owner',
    'grant-full-control',
    'grant-read',
    'grant-read-acp',
    'grant-write',
    'grant-write-acp',
    'if-match-last-modified-time',
    'if-match-size',
    'max-parts',
    'metadata-directive',
    'mfa',
    'mp-object-size',
    'object-attributes',
    'object-lock-legal-hold',
    'object-lock-mode',
    'object-lock-retain-until-date',
    'object-ownership',
    'optional-object-attributes',
    'part-number-marker',
    'request-payer',
    'sdk-checksum-algorithm',
    'server-side-encryption',
    'server-side-encryption-aws-kms-key-id',
    'server-side-encryption-bucket-key-enabled',
    'server-side-encryption-context',
    'server-side-encryption-customer-algorithm',
    'server-side-encryption-customer-key',
    'server-side-encryption-customer-key-md5',
    'source-expected-bucket-owner',
    'storage-class',
    'tagging',
    'tagging-directive',
    'trailer',
    'website-redirect-location',
  ].map((name) => `x-amz-${name}`),
);

/** A header that means something to a backend and nothing here could change what was authorized. */
const checkHeaders = (names: Iterable<string>): void => {
  for (const name of names) {
    if (KNOWN.has(name) || name.startsWith('x-amz-meta-')) continue;
    throw new ServiceRefused(
      'NotImplemented',
      501,
      'A header you provided implies functionality that is not implemented.',
      { Header: name.slice(0, 64) },
    );
  }
};
