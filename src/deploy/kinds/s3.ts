/** AWS::S3::Bucket and BucketPolicy at the configured backend. Source: AWS CloudFormation template reference. */

import { createHash } from 'node:crypto';
import { ApiError } from '../client/error.ts';
import { findText, parseXml } from '../client/xml.ts';
import { DeployFailed } from '../problems.ts';
import { type Fields, isFields, type Value } from '../template/node.ts';
import { policyText } from './iam.ts';
import { any, type Kind, type Made, type Property, string, strings, type Tools, text, unlessGone } from './kind.ts';

const s3 = (tools: Tools) => {
  if (tools.s3 === undefined) throw new DeployFailed('no S3 endpoint is configured');
  return tools.s3;
};

const escaped = (value: unknown): string =>
  string(value).replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? '');
const element = (name: string, ...content: readonly string[]): string => `<${name}>${content.join('')}</${name}>`;
const leaf = (name: string, value: unknown): string => (value === undefined ? '' : element(name, escaped(value)));
const each = (name: string, values: Value | undefined): string =>
  strings(values)
    .map((item) => leaf(name, item))
    .join('');
const fieldsIn = (value: Value | undefined, list: string): Fields[] =>
  isFields(value) ? ((value[list] ?? []) as Fields[]) : [];

/** A property to the document that its subresource takes. */
const DOCUMENTS: Readonly<Record<string, { readonly subresource: string; xml(value: Value): string }>> = {
  CorsConfiguration: {
    subresource: 'cors',
    xml: (value) =>
      element(
        'CORSConfiguration',
        ...fieldsIn(value, 'CorsRules').map((rule) =>
          element(
            'CORSRule',
            leaf('ID', rule['Id']),
            each('AllowedOrigin', rule['AllowedOrigins']),
            each('AllowedMethod', rule['AllowedMethods']),
            each('AllowedHeader', rule['AllowedHeaders']),
            each('ExposeHeader', rule['ExposedHeaders']),
            leaf('MaxAgeSeconds', rule['MaxAge']),
          ),
        ),
      ),
  },
  VersioningConfiguration: {
    subresource: 'versioning',
    xml: (value) => element('VersioningConfiguration', leaf('Status', isFields(value) ? value['Status'] : undefined)),
  },
  WebsiteConfiguration: {
    subresource: 'website',
    xml: (value) => {
      const { IndexDocument, ErrorDocument } = isFields(value) ? value : {};
      return element(
        'WebsiteConfiguration',
        IndexDocument === undefined ? '' : element('IndexDocument', leaf('Suffix', IndexDocument)),
        ErrorDocument === undefined ? '' : element('ErrorDocument', leaf('Key', ErrorDocument)),
      );
    },
  },
  Tags: {
    subresource: 'tagging',
    xml: (value) =>
      element(
        'Tagging',
        element(
          'TagSet',
          ...(value as Fields[]).map((tag) => element('Tag', leaf('Key', tag['Key']), leaf('Value', tag['Value']))),
        ),
      ),
  },
};

/** Sets what the template gives, and takes away what it gives no more. */
const settleDocuments = async (tools: Tools, bucket: string, before: Fields, after: Fields): Promise<void> => {
  for (const [property, { subresource, xml }] of Object.entries(DOCUMENTS)) {
    const [had, has] = [before[property], after[property]];
    if (JSON.stringify(had) === JSON.stringify(has)) continue;
    if (has !== undefined) await s3(tools)({ bucket, method: 'PUT', subresource, ...withDigest(xml(has)) });
    else if (property === 'VersioningConfiguration') await suspendVersions(tools, bucket);
    else await s3(tools)({ bucket, method: 'DELETE', subresource });
  }
};

const suspendVersions = (tools: Tools, bucket: string) =>
  s3(tools)({
    bucket,
    method: 'PUT',
    subresource: 'versioning',
    ...withDigest('<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>'),
  });

/** S3 asks for the digest of such documents. */
const withDigest = (body: string, type = 'application/xml') => ({
  body,
  headers: { 'content-type': type, 'content-md5': createHash('md5').update(body).digest('base64') },
});

const madeOf = (tools: Tools, name: string): Made => ({
  id: name,
  attributes: {
    Arn: `arn:aws:s3:::${name}`,
    DomainName: `${name}.s3.amazonaws.com`,
    DualStackDomainName: `${name}.s3.dualstack.${tools.region}.amazonaws.com`,
    RegionalDomainName: `${name}.s3.${tools.region}.amazonaws.com`,
    WebsiteURL: `http://${name}.s3-website-${tools.region}.amazonaws.com`,
  },
});

const ignored: Property = any({ ignored: 'the backend decides it' });

const bucket: Kind = {
  type: 'AWS::S3::Bucket',
  needs: 's3',
  properties: {
    BucketName: text({ update: 'replace' }),
    CorsConfiguration: { type: 'fields' },
    VersioningConfiguration: { type: 'fields' },
    WebsiteConfiguration: { type: 'fields' },
    Tags: { type: 'list' },
    AccessControl: any({ ignored: 'access is what policies grant' }),
    PublicAccessBlockConfiguration: any({ ignored: 'access is what policies grant' }),
    OwnershipControls: any({ ignored: 'access is what policies grant' }),
    BucketEncryption: ignored,
    LifecycleConfiguration: any({ unsupported: 'set it at the backend' }),
    LoggingConfiguration: any({ unsupported: 'set it at the backend' }),
    NotificationConfiguration: any({ unsupported: 'functions are not called by buckets here' }),
    ReplicationConfiguration: any({ unsupported: 'set it at the backend' }),
    ObjectLockEnabled: any({ unsupported: 'set it at the backend' }),
    ObjectLockConfiguration: any({ unsupported: 'set it at the backend' }),
  },
  attributes: ['Arn', 'DomainName', 'DualStackDomainName', 'RegionalDomainName', 'WebsiteURL'],
  name: { property: 'BucketName', pattern: 'bucket', max: 63 },
  async create({ tools, properties }) {
    const name = string(properties['BucketName']);
    await refuseExisting(tools, name);
    const place =
      tools.region === 'us-east-1'
        ? ''
        : element('CreateBucketConfiguration', leaf('LocationConstraint', tools.region));
    await s3(tools)({ bucket: name, method: 'PUT', body: place });
    return madeOf(tools, name);
  },
  async settle({ tools, properties, made, before }) {
    await settleDocuments(tools, made.id, before ?? {}, properties);
  },
  update: async () => undefined,
  async remove({ tools, made }) {
    await unlessGone(() => s3(tools)({ bucket: made.id, method: 'DELETE' }));
  },
  /** The name was free when the run began to make it: creating refuses buckets that exist. */
  async find({ tools, properties, since }) {
    const name = string(properties['BucketName']);
    const { body } = await s3(tools)({ bucket: '', method: 'GET' });
    const found = Array.from(parseXml(body).getElementsByTagNameNS('*', 'Bucket')).find(
      (item) => findText(item, 'Name') === name,
    );
    const madeAt = found && Date.parse(findText(found, 'CreationDate') ?? '');
    return madeAt !== undefined && madeAt >= since - 5_000 ? madeOf(tools, name) : undefined;
  },
};

/** In us-east-1 S3 answers 200 for a bucket that is the caller's already: it is not this stack's to undo. */
const refuseExisting = async (tools: Tools, name: string): Promise<void> => {
  let exists = true;
  await unlessGone(async () => {
    try {
      await s3(tools)({ bucket: name, method: 'HEAD' });
    } catch (error) {
      exists = false;
      throw error;
    }
  });
  if (exists) throw new ApiError('CreateBucket', 409, 'BucketAlreadyOwnedByYou', `the bucket ${name} exists already`);
};

const bucketPolicy: Kind = {
  type: 'AWS::S3::BucketPolicy',
  needs: 's3',
  properties: { Bucket: text({ required: true, update: 'replace' }), PolicyDocument: any({ required: true }) },
  attributes: [],
  async create({ tools, properties }) {
    const name = string(properties['Bucket']);
    await putPolicy(tools, properties);
    return { id: name, attributes: {} };
  },
  async update({ tools, properties }) {
    await putPolicy(tools, properties);
    return undefined;
  },
  async remove({ tools, properties }) {
    await unlessGone(() =>
      s3(tools)({ bucket: string(properties['Bucket']), method: 'DELETE', subresource: 'policy' }),
    );
  },
  find: async ({ properties }) => ({ id: string(properties['Bucket']), attributes: {} }),
};

const putPolicy = (tools: Tools, { Bucket, PolicyDocument }: Fields) =>
  s3(tools)({
    bucket: string(Bucket),
    method: 'PUT',
    subresource: 'policy',
    ...withDigest(policyText(PolicyDocument), 'application/json'),
  });

export const s3Kinds: readonly Kind[] = [bucket, bucketPolicy];
