/** Private, protected and public paths of a bucket, kept apart by the policy that Amplify's documentation gives. */
import { Agent } from 'node:http';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, operatorOf, type Person, S3_BACKEND, type Services, startS3, startServices } from './support.ts';

const Bucket = 'photos';
const ID = '${cognito-identity.amazonaws.com:sub}';
const arn = (path: string) => `arn:aws:s3:::${Bucket}/${path}`;

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      Resource: [arn('public/*'), arn(`protected/${ID}/*`), arn(`private/${ID}/*`)],
    },
    { Effect: 'Allow', Action: 's3:GetObject', Resource: arn('protected/*') },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: `arn:aws:s3:::${Bucket}`,
      Condition: {
        StringLike: { 's3:prefix': ['public/', 'public/*', 'protected/', 'protected/*', `private/${ID}/*`] },
      },
    },
    {
      Effect: 'Allow',
      Action: ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      Resource: arn(`private/${ID}/*`),
    },
  ],
};

let backend: Backend;
let app: Services;
let ann: Person;
let bob: Person;
let operator: S3Client;

beforeAll(async () => {
  backend = await startS3(Bucket, 'other');
  app = await startServices({ s3: S3_BACKEND(backend.url) }, POLICY);
  [ann, bob] = await Promise.all([app.person(), app.person()]);
  operator = operatorOf(backend.url);
});
afterAll(async () => {
  operator?.destroy();
  await app?.stop();
  await backend?.stop();
});

const put = (who: Person, Key: string, Body = 'hello') => who.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const get = async (who: Person, Key: string) => {
  const { Body } = await who.s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
};
const mine = (who: Person, level: string, name: string) => `${level}/${who.identityId}/${name}`;
const denied = (action: string, resource: string) => ({
  name: 'AccessDenied',
  message: expect.stringMatching(
    new RegExp(
      `^User: arn:aws:sts::000000000000:assumed-role/.+ is not authorized to perform: ${action} on resource: "${resource}" because no identity-based policy allows the ${action} action$`,
    ),
  ),
  $metadata: expect.objectContaining({ httpStatusCode: 403 }),
});

describe('what a person may', () => {
  it('writes, reads, looks at and deletes under its own prefix', async () => {
    const Key = mine(ann, 'private', 'résumé (1) + notes.txt');
    await put(ann, Key, 'mine');
    expect(await get(ann, Key)).toBe('mine');
    const head = await ann.s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ContentLength).toBe(4);
    await ann.s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(get(ann, Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('reads what others protect, and shares what is public', async () => {
    await put(ann, mine(ann, 'protected', 'a.txt'), 'look');
    expect(await get(bob, mine(ann, 'protected', 'a.txt'))).toBe('look');
    await put(bob, 'public/b.txt', 'all');
    expect(await get(ann, 'public/b.txt')).toBe('all');
  });

  it('lists its own prefix', async () => {
    await put(ann, mine(ann, 'private', 'list/1.txt'));
    const { Contents } = await ann.s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: mine(ann, 'private', 'list/'), Delimiter: '/' }),
    );
    expect(Contents?.map(({ Key }) => Key)).toEqual([mine(ann, 'private', 'list/1.txt')]);
  });

  it('keeps metadata, content type and ranges', async () => {
    const Key = mine(ann, 'private', 'meta.txt');
    const Metadata = { colour: 'red and blue' };
    await ann.s3.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: '0123456789',
        ContentType: 'text/x-test',
        Metadata,
        CacheControl: 'no-cache',
      }),
    );
    const part = await ann.s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=2-4' }));
    expect(await part.Body?.transformToString()).toBe('234');
    expect(part).toMatchObject({ ContentType: 'text/x-test', ContentRange: 'bytes 2-4/10', CacheControl: 'no-cache' });
    expect(part.Metadata).toEqual(Metadata);
    const ETag = part.ETag;
    await expect(ann.s3.send(new GetObjectCommand({ Bucket, Key, IfNoneMatch: ETag }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  it('uploads in parts', async () => {
    const Key = mine(ann, 'private', 'parts.bin');
    const Body = Buffer.alloc(11 * 1024 * 1024, 'x');
    const upload = new Upload({ client: ann.s3, params: { Bucket, Key, Body }, partSize: 5 * 1024 * 1024 });
    const done = await upload.done();
    expect(done.Location ?? '').not.toContain(new URL(backend.url).port);
    const head = await operator.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ContentLength).toBe(Body.length);
  });

  it('copies from where it may read', async () => {
    await put(ann, mine(ann, 'protected', 'source é.txt'), 'copied');
    const CopySource = encodeURI(`${Bucket}/${mine(ann, 'protected', 'source é.txt')}`);
    await bob.s3.send(new CopyObjectCommand({ Bucket, Key: mine(bob, 'private', 'copy.txt'), CopySource }));
    expect(await get(bob, mine(bob, 'private', 'copy.txt'))).toBe('copied');
  });

  it('reads and writes by presigned URLs', async () => {
    const Key = mine(ann, 'private', 'presigned.txt');
    const to = await getSignedUrl(ann.s3, new PutObjectCommand({ Bucket, Key }), { expiresIn: 60 });
    expect((await fetch(to, { method: 'PUT', body: 'by URL' })).status).toBe(200);
    const from = await getSignedUrl(ann.s3, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 });
    expect(await (await fetch(from)).text()).toBe('by URL');
  });

  it('finds the bucket before the host name', async () => {
    const Key = mine(ann, 'private', 'host.txt');
    const { port } = new URL(app.gateway);
    // As browsers do, and systems with a resolver that knows RFC 6761.
    const httpAgent = new Agent({ lookup: (_, __, found) => found(null, [{ address: '127.0.0.1', family: 4 }]) });
    const s3 = app.s3(ann.credentials, {
      endpoint: `http://localhost:${port}`,
      forcePathStyle: false,
      requestHandler: { httpAgent },
    });
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'by host' }));
    expect(await get(ann, Key)).toBe('by host');
  });
});

describe('what a person may not', () => {
  it('writes or reads another one’s private objects, or overwrites protected ones', async () => {
    const Key = mine(bob, 'private', 'secret.txt');
    await put(bob, Key, 'secret');
    await expect(get(ann, Key)).rejects.toMatchObject(denied('s3:GetObject', arn(Key)));
    await expect(put(ann, Key)).rejects.toMatchObject(denied('s3:PutObject', arn(Key)));
    const theirs = mine(bob, 'protected', 'x.txt');
    await expect(put(ann, theirs)).rejects.toMatchObject(denied('s3:PutObject', arn(theirs)));
    await expect(ann.s3.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    expect(await get(bob, Key)).toBe('secret');
  });

  it('lists without a prefix, or with that of another', async () => {
    const refusal = denied('s3:ListBucket', `arn:aws:s3:::${Bucket}`);
    const list = (input: object) => ann.s3.send(new ListObjectsV2Command({ Bucket, ...input }));
    await expect(list({})).rejects.toMatchObject(refusal);
    await expect(list({ Prefix: '' })).rejects.toMatchObject(refusal);
    await expect(list({ Prefix: 'private/' })).rejects.toMatchObject(refusal);
    await expect(list({ Prefix: mine(bob, 'private', '') })).rejects.toMatchObject(refusal);
    await expect(ann.s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('copies from another one’s prefix, or from another bucket', async () => {
    await put(bob, mine(bob, 'private', 'secret.txt'), 'secret');
    const copy = (CopySource: string) =>
      ann.s3.send(new CopyObjectCommand({ Bucket, Key: mine(ann, 'private', 'stolen.txt'), CopySource }));
    const secret = mine(bob, 'private', 'secret.txt');
    await expect(copy(`${Bucket}/${secret}`)).rejects.toMatchObject(denied('s3:GetObject', arn(secret)));
    await expect(copy(`/${Bucket}/${secret}`)).rejects.toMatchObject(denied('s3:GetObject', arn(secret)));
    await expect(copy(encodeURIComponent(`${Bucket}/${secret}`))).rejects.toMatchObject(
      denied('s3:GetObject', arn(secret)),
    );
    await expect(copy(`${Bucket}/public/../${secret}`)).rejects.toMatchObject({ name: 'InvalidURI' });
    await expect(copy('other/public/x')).rejects.toMatchObject(denied('s3:GetObject', 'arn:aws:s3:::other/public/x'));
    await expect(get(ann, mine(ann, 'private', 'stolen.txt'))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('deletes one foreign key among its own', async () => {
    const own = mine(ann, 'private', 'gone.txt');
    const theirs = mine(bob, 'private', 'stays.txt');
    await Promise.all([put(ann, own), put(bob, theirs, 'stays')]);
    const { Deleted, Errors } = await ann.s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: own }, { Key: theirs }] } }),
    );
    expect(Deleted?.map(({ Key }) => Key)).toEqual([own]);
    expect(Errors).toEqual([
      { Key: theirs, Code: 'AccessDenied', Message: expect.stringContaining('s3:DeleteObject on resource') },
    ]);
    expect(await get(bob, theirs)).toBe('stays');
    await expect(get(ann, own)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('deletes by a key that some would take for another', async () => {
    const own = mine(ann, 'private', 'stays.txt');
    await put(ann, own);
    for (const Key of [`${own} `, `${own}\n`, ` ${own}`]) {
      const deletion = new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } });
      await expect(ann.s3.send(deletion)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    }
    expect(await get(ann, own)).toBe('hello');
  });

  it('deletes a version, sets an ACL or tags where only plain writing was granted', async () => {
    const Key = mine(ann, 'private', 'acl.txt');
    const write = (input: object) => ann.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...input }));
    await expect(write({ ACL: 'public-read' })).rejects.toMatchObject(denied('s3:PutObjectAcl', arn(Key)));
    await expect(write({ Tagging: 'a=b' })).rejects.toMatchObject(denied('s3:PutObjectTagging', arn(Key)));
    await expect(ann.s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId: 'v1' }))).rejects.toMatchObject(
      denied('s3:DeleteObjectVersion', arn(Key)),
    );
    await expect(ann.s3.send(new CreateBucketCommand({ Bucket: 'own-bucket' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('goes on when its credentials were taken from it', async () => {
    await expect(
      app.s3({ ...ann.credentials, sessionToken: bob.credentials.sessionToken }).send(new ListBucketsCommand({})),
    ).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    await expect(
      app.s3({ ...ann.credentials, secretAccessKey: 'wrong' }).send(new ListBucketsCommand({})),
    ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(
      app.s3({ accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }).send(new ListBucketsCommand({})),
    ).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
  });
});
