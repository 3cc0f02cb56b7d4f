/**
 * Which operation a request is, what it needs permission for, and which parameters of the query belong to it. What is
 * not in these tables is refused, so no parameter can mean another operation to the backend than it means here.
 * Source: S3 API reference; Service authorization reference, "Actions, resources, and condition keys for Amazon S3";
 * S3 user guide, "Required permissions for Amazon S3 API operations".
 */
import type { Attempt } from '../../../core/credentials/authorize.ts';
import type { ContextEntries } from '../../../core/policies/request.ts';
import { ServiceRefused } from '../refused.ts';
import { type CopySource, copySourceOf } from './copy-source.ts';
import { bucketArn, checkPrefix, objectArn } from './key.ts';
import type { S3Request } from './request.ts';

export type Need = Pick<Attempt, 'action' | 'resources' | 'own'>;

export interface S3Operation {
  readonly name: string;
  /** Of `DeleteObjects` the body says more. */
  readonly needs: readonly Need[];
  readonly query: readonly (readonly [string, string])[];
  /** Of copies. */
  readonly source?: CopySource;
}

interface Spec {
  readonly name: string;
  /** Without `s3:`; more than one are all needed. */
  readonly actions: readonly string[];
  readonly params: readonly string[];
}

type Level = 'bucket' | 'object';

const LISTING = ['prefix', 'delimiter', 'encoding-type'];
const RESPONSE = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const READING = ['versionId', 'partNumber', ...RESPONSE.map((name) => `response-${name}`)];

const spec = (name: string, actions: string | readonly string[], params: readonly string[] = []): Spec => ({
  name,
  actions: typeof actions === 'string' ? [actions] : actions,
  params,
});

/** By method and subresource. */
const BUCKET: Readonly<Record<string, Spec>> = {
  'GET ': spec('ListObjects', 'ListBucket', [
    ...LISTING,
    'continuation-token',
    'fetch-owner',
    'list-type',
    'marker',
    'max-keys',
    'start-after',
  ]),
  'HEAD ': spec('HeadBucket', 'ListBucket'),
  'PUT ': spec('CreateBucket', 'CreateBucket'),
  'DELETE ': spec('DeleteBucket', 'DeleteBucket'),
  'GET versions': spec('ListObjectVersions', 'ListBucketVersions', [
    ...LISTING,
    'key-marker',
    'max-keys',
    'version-id-marker',
  ]),
  'GET uploads': spec('ListMultipartUploads', 'ListBucketMultipartUploads', [
    ...LISTING,
    'key-marker',
    'max-uploads',
    'upload-id-marker',
  ]),
  'GET location': spec('GetBucketLocation', 'GetBucketLocation'),
  'GET policyStatus': spec('GetBucketPolicyStatus', 'GetBucketPolicyStatus'),
  'POST delete': spec('DeleteObjects', []),
};

const OBJECT: Readonly<Record<string, Spec>> = {
  'GET ': spec('GetObject', 'GetObject', READING),
  'HEAD ': spec('HeadObject', 'GetObject', READING),
  'PUT ': spec('PutObject', 'PutObject'),
  'DELETE ': spec('DeleteObject', 'DeleteObject', ['versionId']),
  'POST uploads': spec('CreateMultipartUpload', 'PutObject'),
  'PUT uploadId': spec('UploadPart', 'PutObject', ['partNumber']),
  'POST uploadId': spec('CompleteMultipartUpload', 'PutObject'),
  'DELETE uploadId': spec('AbortMultipartUpload', 'AbortMultipartUpload'),
  'GET uploadId': spec('ListParts', 'ListMultipartUploadParts', ['encoding-type', 'max-parts', 'part-number-marker']),
  'GET acl': spec('GetObjectAcl', 'GetObjectAcl', ['versionId']),
  'PUT acl': spec('PutObjectAcl', 'PutObjectAcl', ['versionId']),
  'GET tagging': spec('GetObjectTagging', 'GetObjectTagging', ['versionId']),
  'PUT tagging': spec('PutObjectTagging', 'PutObjectTagging', ['versionId']),
  'DELETE tagging': spec('DeleteObjectTagging', 'DeleteObjectTagging', ['versionId']),
  'GET retention': spec('GetObjectRetention', 'GetObjectRetention', ['versionId']),
  'PUT retention': spec('PutObjectRetention', 'PutObjectRetention', ['versionId']),
  'GET legal-hold': spec('GetObjectLegalHold', 'GetObjectLegalHold', ['versionId']),
  'PUT legal-hold': spec('PutObjectLegalHold', 'PutObjectLegalHold', ['versionId']),
  'GET attributes': spec('GetObjectAttributes', ['GetObject', 'GetObjectAttributes'], ['versionId']),
  'GET torrent': spec('GetObjectTorrent', 'GetObjectTorrent'),
  'POST restore': spec('RestoreObject', 'RestoreObject', ['versionId']),
  'POST select': spec('SelectObjectContent', 'GetObject', ['select-type']),
};

/** Subresource to the names that its actions have after Get, Put and, where that is one of its own, Delete. */
const BUCKET_SETTINGS: Readonly<Record<string, readonly [get: string, put: string, remove?: string]>> = {
  accelerate: ['GetAccelerateConfiguration', 'PutAccelerateConfiguration'],
  acl: ['GetBucketAcl', 'PutBucketAcl'],
  analytics: ['GetAnalyticsConfiguration', 'PutAnalyticsConfiguration'],
  cors: ['GetBucketCORS', 'PutBucketCORS'],
  encryption: ['GetEncryptionConfiguration', 'PutEncryptionConfiguration'],
  'intelligent-tiering': ['GetIntelligentTieringConfiguration', 'PutIntelligentTieringConfiguration'],
  inventory: ['GetInventoryConfiguration', 'PutInventoryConfiguration'],
  lifecycle: ['GetLifecycleConfiguration', 'PutLifecycleConfiguration'],
  logging: ['GetBucketLogging', 'PutBucketLogging'],
  metrics: ['GetMetricsConfiguration', 'PutMetricsConfiguration'],
  notification: ['GetBucketNotification', 'PutBucketNotification'],
  'object-lock': ['GetBucketObjectLockConfiguration', 'PutBucketObjectLockConfiguration'],
  ownershipControls: ['GetBucketOwnershipControls', 'PutBucketOwnershipControls'],
  policy: ['GetBucketPolicy', 'PutBucketPolicy', 'DeleteBucketPolicy'],
  publicAccessBlock: ['GetBucketPublicAccessBlock', 'PutBucketPublicAccessBlock'],
  replication: ['GetReplicationConfiguration', 'PutReplicationConfiguration'],
  requestPayment: ['GetBucketRequestPayment', 'PutBucketRequestPayment'],
  tagging: ['GetBucketTagging', 'PutBucketTagging'],
  versioning: ['GetBucketVersioning', 'PutBucketVersioning'],
  website: ['GetBucketWebsite', 'PutBucketWebsite', 'DeleteBucketWebsite'],
};

const SUBRESOURCES: Readonly<Record<Level, ReadonlySet<string>>> = {
  bucket: new Set([...Object.keys(BUCKET).map((each) => each.split(' ')[1] ?? ''), ...Object.keys(BUCKET_SETTINGS)]),
  object: new Set(Object.keys(OBJECT).map((each) => each.split(' ')[1] ?? '')),
};

/** What a version is asked for under. */
const OF_VERSIONS = new Set([
  'DeleteObject',
  'DeleteObjectTagging',
  'GetObject',
  'GetObjectAcl',
  'GetObjectAttributes',
  'GetObjectTagging',
  'PutObjectAcl',
  'PutObjectTagging',
]);

export const ofVersion = (action: string, versionId: string | undefined): string =>
  versionId !== undefined && OF_VERSIONS.has(action) ? action.replace('Object', 'ObjectVersion') : action;

/** Throws `ServiceRefused` for what is no operation known here. */
export const s3Operation = (request: S3Request): S3Operation => {
  const { bucket, key } = request.place;
  if (bucket === undefined) return listBuckets(request);
  const found = specOf(request, key === undefined ? 'bucket' : 'object');
  const versionId = request.query.get('versionId') || undefined;
  const resources = [key === undefined ? bucketArn(bucket) : objectArn(bucket, key)];
  const source = copySourceOf(request, found.name);
  const own: ContextEntries = [
    ...conditionsOf(request, found),
    ['s3:x-amz-copy-source', source && `${source.bucket}/${source.key}`],
  ];
  const needs = [
    ...found.actions.map((action) => ofVersion(action, versionId)),
    ...furtherActions(request, found.name),
  ];
  return {
    name: source === undefined ? found.name : found.name === 'PutObject' ? 'CopyObject' : 'UploadPartCopy',
    needs: [
      ...needs.map((action) => ({ action: `s3:${action}`, resources, own })),
      ...(source === undefined ? [] : [sourceNeed(source, own)]),
    ],
    query: [...request.query].filter(([name, value]) => name !== 'versionId' || value !== ''),
    ...(source && { source }),
  };
};

const sourceNeed = ({ bucket, key, versionId }: CopySource, own: ContextEntries): Need => ({
  action: `s3:${ofVersion('GetObject', versionId)}`,
  resources: [objectArn(bucket, key)],
  own: [...own, ['s3:VersionId', versionId]],
});

const BUCKETS_PARAMS = ['bucket-region', 'continuation-token', 'max-buckets', 'prefix'];

const listBuckets = ({ method, query }: S3Request): S3Operation => {
  if (method !== 'GET') throw notAllowed(method);
  checkParameters(query, BUCKETS_PARAMS);
  return { name: 'ListBuckets', needs: [{ action: 's3:ListAllMyBuckets', resources: ['*'] }], query: [...query] };
};

const specOf = ({ method, query }: S3Request, level: Level): Spec => {
  const subresources = [...query.keys()].filter((name) => SUBRESOURCES[level].has(name));
  const [subresource = '', another] = subresources;
  if (another !== undefined) {
    throw new ServiceRefused('InvalidArgument', 400, `Conflicting query parameters: ${subresource}, ${another}`);
  }
  const table = level === 'bucket' ? BUCKET : OBJECT;
  const found = table[`${method} ${subresource}`] ?? (level === 'bucket' ? settingOf(method, subresource) : undefined);
  if (found === undefined) throw notAllowed(method);
  checkParameters(query, [subresource, ...found.params]);
  return found;
};

const settingOf = (method: string, subresource: string): Spec | undefined => {
  const names = Object.hasOwn(BUCKET_SETTINGS, subresource) ? BUCKET_SETTINGS[subresource] : undefined;
  if (names === undefined) return undefined;
  const [get, put, remove = put] = names;
  const action = { GET: get, PUT: put, DELETE: remove }[method];
  return action === undefined ? undefined : spec(`${method} ${subresource}`, action, ['id', 'continuation-token']);
};

const checkParameters = (query: ReadonlyMap<string, string>, known: readonly string[]): void => {
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ServiceRefused(
    'NotImplemented',
    501,
    'A parameter you provided implies functionality that is not implemented.',
    { Parameter: unknown.replace(/[^\x21-\x7e]/g, '?').slice(0, 64) },
  );
};

const notAllowed = (method: string) =>
  new ServiceRefused('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.', {
    Method: method,
  });

const GRANT = /^x-amz-(acl|grant-)/;

/** What headers ask for on the way needs what it would need by itself. */
const furtherActions = ({ amz }: S3Request, operation: string): string[] => {
  const names = [...amz.keys()];
  const has = (name: string) => amz.has(`x-amz-${name}`);
  if (operation === 'CreateBucket') {
    return [
      ...(names.some((name) => GRANT.test(name)) ? ['PutBucketAcl'] : []),
      ...(has('object-ownership') ? ['PutBucketOwnershipControls'] : []),
      ...(has('bucket-object-lock-enabled') ? ['PutBucketObjectLockConfiguration', 'PutBucketVersioning'] : []),
    ];
  }
  const bypasses = amz.get('x-amz-bypass-governance-retention')?.toLowerCase() === 'true';
  if (bypasses) return ['BypassGovernanceRetention'];
  if (operation !== 'PutObject' && operation !== 'CreateMultipartUpload') return [];
  return [
    ...(names.some((name) => GRANT.test(name)) ? ['PutObjectAcl'] : []),
    ...(has('tagging') ? ['PutObjectTagging'] : []),
    ...(has('object-lock-mode') || has('object-lock-retain-until-date') ? ['PutObjectRetention'] : []),
    ...(has('object-lock-legal-hold') ? ['PutObjectLegalHold'] : []),
  ];
};

/** Headers that are condition keys under their own name. */
const HEADER_KEYS = [
  'acl',
  'grant-full-control',
  'grant-read',
  'grant-read-acp',
  'grant-write',
  'grant-write-acp',
  'metadata-directive',
  'object-ownership',
  'server-side-encryption',
  'server-side-encryption-aws-kms-key-id',
  'server-side-encryption-customer-algorithm',
  'storage-class',
  'website-redirect-location',
].map((name) => `x-amz-${name}`);

const conditionsOf = ({ query, amz }: S3Request, { params }: Spec): ContextEntries => {
  const lists = params.includes('prefix');
  if (lists) checkPrefix(query.get('prefix') ?? '');
  const tags = [...new URLSearchParams(amz.get('x-amz-tagging') ?? '')];
  return [
    ...HEADER_KEYS.map((header) => [`s3:${header}`, amz.get(header)] as const),
    ['s3:VersionId', query.get('versionId') || undefined],
    ['s3:object-lock-mode', amz.get('x-amz-object-lock-mode')],
    ['s3:object-lock-legal-hold', amz.get('x-amz-object-lock-legal-hold')],
    ['s3:object-lock-retain-until-date', amz.get('x-amz-object-lock-retain-until-date')],
    ...tags.map(([tag, value]) => [`s3:RequestObjectTag/${tag}`, value] as const),
    ['s3:RequestObjectTagKeys', tags.length === 0 ? undefined : tags.map(([tag]) => tag)],
    ...(lists
      ? ([
          ['s3:prefix', query.get('prefix')],
          ['s3:delimiter', query.get('delimiter')],
          ['s3:max-keys', query.get('max-keys')],
        ] as const)
      : []),
  ];
};
