/** The AWS CLI, where it is installed, with a person's credentials: what is one's own, and what is another one's. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, type Person, S3_BACKEND, type Services, startS3, startServices } from './support.ts';

const run = promisify(execFile);
const isThere = await run('aws', ['--version']).then(
  () => true,
  () => false,
);
if (!isThere) console.info('AWS CLI: not tested, there is no `aws` on the PATH');

const ID = '${cognito-identity.amazonaws.com:sub}';
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `arn:aws:s3:::photos/private/${ID}/*` },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::photos',
      Condition: { StringLike: { 's3:prefix': `private/${ID}/*` } },
    },
  ],
};

describe.skipIf(!isThere)('the AWS CLI', () => {
  let backend: Backend;
  let app: Services;
  let ann: Person;
  let bob: Person;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'poolhouse-cli-'));
    backend = await startS3('photos');
    app = await startServices({ s3: S3_BACKEND(backend.url) }, POLICY);
    [ann, bob] = await Promise.all([app.person(), app.person()]);
  });
  afterAll(async () => {
    await app.stop();
    await backend.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const s3 = (who: Person, ...args: string[]) => {
    const { accessKeyId, secretAccessKey, sessionToken = '' } = who.credentials;
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
      AWS_MAX_ATTEMPTS: '1',
    };
    return run('aws', ['s3', ...args, '--endpoint-url', app.gateway], { env });
  };
  const place = ({ identityId }: Person, name: string) => `s3://photos/private/${identityId}/${name}`;

  it('uploads in parts, lists and downloads, and is refused what is another one’s', { timeout: 60_000 }, async () => {
    const [sent, taken] = [join(folder, 'sent'), join(folder, 'taken')];
    // Beyond its threshold for uploads in parts.
    await writeFile(sent, Buffer.alloc(9 * 1024 * 1024, 'photo'));
    await s3(ann, 'cp', sent, place(ann, 'a b+ä.jpg'));
    expect((await s3(ann, 'ls', place(ann, ''))).stdout).toContain(' 9437184 a b+ä.jpg');
    await s3(ann, 'cp', place(ann, 'a b+ä.jpg'), taken);
    expect((await readFile(taken)).equals(await readFile(sent))).toBe(true);
    const refused = { stderr: expect.stringMatching(/AccessDenied|Forbidden/) };
    await expect(s3(bob, 'ls', place(ann, ''))).rejects.toMatchObject(refused);
    await expect(s3(bob, 'cp', place(ann, 'a b+ä.jpg'), taken)).rejects.toMatchObject(refused);
    await expect(s3(bob, 'cp', sent, place(ann, 'planted.jpg'))).rejects.toMatchObject(refused);
  });
});
