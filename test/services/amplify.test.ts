/** Amplify Storage in a real browser, from a page of another origin, over HTTPS, the bucket in the host name. */
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserPage, openPage } from '../clients/support/browser.ts';
import { somebody } from '../identity-pools/support/setting.ts';
import { PASSWORD } from '../support/builders.ts';
import type { StorageApi } from './amplify-page.ts';
import { type Backend, operatorOf, S3_BACKEND, type Services, startS3, startServices } from './support.ts';

declare global {
  var storage: StorageApi;
}

const ID = '${cognito-identity.amazonaws.com:sub}';
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      Resource: [`arn:aws:s3:::photos/private/${ID}/*`, 'arn:aws:s3:::photos/public/*'],
    },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::photos',
      Condition: { StringLike: { 's3:prefix': [`private/${ID}/*`] } },
    },
  ],
};

let backend: Backend;
let app: Services;
let browser: BrowserPage;
let identityId: string;

beforeAll(async () => {
  backend = await startS3('photos');
  app = await startServices({ s3: S3_BACKEND(backend.url) }, POLICY, { 'local-https': 'true' });
  browser = await openPage(new URL('amplify-page.ts', import.meta.url), { ignoreHTTPSErrors: true });
  const place = {
    userPoolId: app.users.id,
    userPoolClientId: app.users.clientId,
    identityPoolId: app.identityPool,
    endpoint: app.endpoint,
    gateway: new URL(app.gateway).host.replace('127.0.0.1', 'localhost'),
  };
  const { username } = await somebody(app, app.users);
  await browser.page.evaluate((given) => globalThis.storage.configure(given), place);
  identityId = await browser.page.evaluate(([name, password]) => globalThis.storage.signIn(name, password), [
    username,
    PASSWORD,
  ] as const);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await backend?.stop();
});

const upload = (path: string, text = 'hello') =>
  browser.page.evaluate(([to, data]) => globalThis.storage.upload(to, data), [path, text] as const);
const download = (path: string) => browser.page.evaluate((from) => globalThis.storage.download(from), path);
const mine = (name: string) => `private/${identityId}/${name}`;

describe('Amplify Storage', () => {
  it('stores, lists, gives and removes what is one’s own', async () => {
    expect(await upload(mine('a b é.txt'))).toEqual({ stored: mine('a b é.txt') });
    expect(await download(mine('a b é.txt'))).toEqual({ text: 'hello' });
    expect(await browser.page.evaluate((path) => globalThis.storage.list(path), mine(''))).toEqual({
      paths: [mine('a b é.txt')],
    });
    expect(await browser.page.evaluate((path) => globalThis.storage.byUrl(path), mine('a b é.txt'))).toEqual({
      text: 'hello',
    });
    expect(await browser.page.evaluate((path) => globalThis.storage.remove(path), mine('a b é.txt'))).toEqual({
      removed: mine('a b é.txt'),
    });
  });

  it('uploads large things', async () => {
    const size = 11 * 1024 * 1024;
    const path = mine('large.bin');
    const done = await browser.page.evaluate(([to, bytes]) => globalThis.storage.uploadLarge(to, bytes), [
      path,
      size,
    ] as const);
    expect(done).toEqual({ stored: path });
    const operator = operatorOf(backend.url);
    const { ContentLength } = await operator.send(new HeadObjectCommand({ Bucket: 'photos', Key: path }));
    operator.destroy();
    expect(ContentLength).toBe(size);
  });

  it('is refused what is another one’s', async () => {
    expect(await upload('private/us-east-1:another/a.txt')).toBe('AccessDenied');
    expect(await download('private/us-east-1:another/a.txt')).toBe('AccessDenied');
    expect(await browser.page.evaluate((path) => globalThis.storage.list(path), 'private/')).toBe('AccessDenied');
  });
});
