/** Bodies, signatures, paths and headers of S3 requests that are not what they seem: nothing of them is completed. */
import { createHash, createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answer,
  type Ask,
  type Listening,
  type Person,
  REGION,
  type Services,
  type Signing,
  signed,
  startListening,
  startServices,
} from './support.ts';

const Bucket = 'photos';
const ID = '${cognito-identity.amazonaws.com:sub}';
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 's3:*', Resource: [`arn:aws:s3:::${Bucket}/private/${ID}/*`] },
    { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
    { Effect: 'Deny', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/secret/*` },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: `arn:aws:s3:::${Bucket}`,
      Condition: { StringLike: { 's3:prefix': 'public/*' } },
    },
  ],
};

let backend: Listening;
let app: Services;
let ann: Person;
let host: string;

beforeAll(async () => {
  backend = await startListening();
  const services = { s3: { endpoint: backend.url, 'access-key-id': 'OPERATOR', 'secret-access-key': 'secret' } };
  app = await startServices(services, POLICY);
  ann = await app.person();
  ({ host } = new URL(app.gateway));
});
afterAll(async () => {
  await app?.stop();
  await backend?.stop();
});
afterEach(() => {
  backend.heard.length = 0;
});

const key = (name: string) => `private/${ann.identityId}/${name}`;
const own = (name: string) => `/${Bucket}/private/${encodeURIComponent(ann.identityId)}/${name}`;
const ask = async (request: Signing): Promise<Answer> => app.ask(await signed(app, ann.credentials, request));
const codeOf = ({ text }: Answer) => /<Code>(\w+)<\/Code>/.exec(text)?.[1];
const whole = () => backend.heard.filter((each) => each.whole);

/** What was sent got to the backend, and not to its end: nothing is stored. */
const nothingStored = async () => {
  for (let left = 20; left > 0 && backend.heard.length === 0; left--) await new Promise((done) => setTimeout(done, 20));
  expect(whole()).toEqual([]);
};

describe('the backend', () => {
  it('is asked in the operator’s name, with nothing of the client’s keys', async () => {
    await ann.s3.send(new PutObjectCommand({ Bucket, Key: key('a b.txt'), Body: 'hello', Metadata: { a: 'b' } }));
    const [heard] = whole();
    expect(heard?.url).toBe(`${own('a%20b.txt')}`);
    expect(heard?.body.toString()).toBe('hello');
    expect(heard?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=OPERATOR\/\d{8}\/us-east-1\/s3\/aws4_request,/,
    );
    expect(heard?.headers).toMatchObject({
      host: new URL(backend.url).host,
      'x-amz-content-sha256': createHash('sha256').update('hello').digest('hex'),
      'x-amz-meta-a': 'b',
      'content-length': '5',
    });
    expect(heard?.headers['x-amz-security-token']).toBeUndefined();
    expect(JSON.stringify(heard?.headers)).not.toContain(ann.credentials.accessKeyId);
  });

  it('is sent streams with the checksum behind them', async () => {
    const parts = Array.from({ length: 5 }, (_, at) => Buffer.alloc(50_000, at));
    const body = Buffer.concat(parts);
    const input = { Bucket, Key: key('stream'), UploadId: 'u', PartNumber: 1, ContentLength: body.length };
    await ann.s3.send(new UploadPartCommand({ ...input, Body: Readable.from(parts) }));
    const [heard] = whole();
    expect(heard?.headers).toMatchObject({
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': String(body.length),
      'x-amz-trailer': 'x-amz-checksum-crc32',
      'content-length': String(heard?.body.length),
    });
    const [data, trailer] = decoded(heard?.body ?? Buffer.alloc(0));
    expect(data.equals(body)).toBe(true);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    expect(trailer).toBe(`x-amz-checksum-crc32:${sum.toString('base64')}`);
  });

  it('that does not answer is a 503', async () => {
    backend.answer = (_, response) => response.destroy();
    const answer = await ask({ path: own('x') });
    backend.answer = (_, response) => response.end('{}');
    expect([answer.status, codeOf(answer)]).toEqual([503, 'ServiceUnavailable']);
  });

  it('that refuses the operator’s key tells nobody of it', async () => {
    const details = '<AWSAccessKeyId>OPERATOR</AWSAccessKeyId><StringToSign>AWS4</StringToSign>';
    for (const code of ['SignatureDoesNotMatch', 'InvalidAccessKeyId', 'ExpiredToken']) {
      backend.answer = (_, response) => {
        response.writeHead(403, { 'content-type': 'application/xml' });
        response.end(`<?xml version="1.0"?>\n<Error><Code>${code}</Code>${details}</Error>`);
      };
      const answer = await ask({ path: own('x') });
      expect([answer.status, codeOf(answer)]).toEqual([503, 'ServiceUnavailable']);
      expect(answer.text).not.toMatch(/OPERATOR|StringToSign/);
    }
    const refusal = `<Error><Code>NoSuchUpload</Code><Key>SignatureDoesNotMatch</Key>${'.'.repeat(100_000)}</Error>`;
    backend.answer = (_, response) => {
      response.writeHead(400);
      response.end(refusal);
    };
    expect(await ask({ path: own('x') })).toMatchObject({ status: 400, text: refusal });
    backend.answer = (_, response) => {
      response.writeHead(403);
      response.end();
    };
    expect(await ask({ path: own('x') })).toMatchObject({ status: 403, text: '' });
    backend.answer = (_, response) => response.end('{}');
  });

  it('says nothing about itself in redirects, and sets no cookies', async () => {
    backend.answer = (_, response) => {
      response.writeHead(307, {
        location: `${backend.url}/photos/x?y`,
        'set-cookie': 'a=b',
        'access-control-allow-origin': 'x',
      });
      response.end();
    };
    const answer = await ask({ path: own('x') });
    backend.answer = (_, response) => response.end('{}');
    expect(answer.headers).toMatchObject({ location: `${app.gateway}/photos/x?y` });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
});

/** Of aws-chunked: what is in it, and the line behind it. */
const decoded = (bytes: Buffer): [Buffer, string] => {
  const parts: Buffer[] = [];
  let rest = bytes;
  for (;;) {
    const end = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.subarray(0, end).toString(), 16);
    if (size === 0)
      return [
        Buffer.concat(parts),
        rest
          .subarray(end + 2)
          .toString()
          .trim(),
      ];
    parts.push(rest.subarray(end + 2, end + 2 + size));
    rest = rest.subarray(end + 4 + size);
  }
};

interface Chunks {
  readonly text: readonly string[];
  readonly change?: (bytes: string) => string;
  readonly length?: number;
}

/** A body whose chunks are signed one after the other, as SDKs of other languages send it. */
const chunked = async (name: string, { text, change = (bytes) => bytes, length }: Chunks): Promise<Ask> => {
  const at = new Date();
  const size = text.join('').length;
  const base = await signed(app, ann.credentials, {
    method: 'PUT',
    path: own(name),
    at,
    payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    headers: { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': String(length ?? size) },
  });
  const longDate = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${longDate.slice(0, 8)}/${REGION}/s3/aws4_request`;
  const hmac = (secret: string | Buffer, said: string) => createHmac('sha256', secret).update(said).digest();
  const signingKey = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${ann.credentials.secretAccessKey}`);
  const hash = (said: string) => createHash('sha256').update(said).digest('hex');
  let previous = /Signature=(\w+)/.exec(String(base.headers?.['authorization']))?.[1] ?? '';
  const lines = [...text, ''].map((part) => {
    const toSign = ['AWS4-HMAC-SHA256-PAYLOAD', longDate, scope, previous, hash(''), hash(part)].join('\n');
    previous = hmac(signingKey, toSign).toString('hex');
    return `${part.length.toString(16)};chunk-signature=${previous}\r\n${part}\r\n`;
  });
  return { ...base, body: change(lines.join('')) };
};

describe('bodies', () => {
  it('in signed chunks reach the backend as they are meant', async () => {
    const answer = await app.ask(await chunked('chunks', { text: ['a'.repeat(9_000), 'b'.repeat(70_000), 'c'] }));
    expect(answer.status).toBe(200);
    const [heard] = whole();
    expect(heard?.body.toString()).toBe(`${'a'.repeat(9_000)}${'b'.repeat(70_000)}c`);
    expect(heard?.headers['content-encoding']).toBeUndefined();
    expect(heard?.headers['x-amz-content-sha256']).toBe('UNSIGNED-PAYLOAD');
  });

  const tampered: Record<string, (bytes: string) => string> = {
    'another byte': (bytes) => bytes.replace('bbb', 'bxb'),
    'chunks in another order': (bytes) => {
      const [first = '', second = '', ...rest] = bytes.split(/(?<=[ab]\r\n)/);
      return [second, first, ...rest].join('');
    },
    'a chunk less': (bytes) => bytes.replace(/8;chunk-signature=\w+\r\nb{8}\r\n/, ''),
    'no last chunk': (bytes) => bytes.replace(/0;chunk-signature=\w+\r\n\r\n$/, ''),
    'something behind the last chunk': (bytes) => `${bytes}8;x`,
    'no signature': (bytes) => bytes.replace(/;chunk-signature=\w+/, ''),
  };
  it.each(Object.entries(tampered))('in signed chunks with %s are not completed', async (_, change) => {
    const answer = await app.ask(await chunked('tampered', { text: ['a'.repeat(8), 'b'.repeat(8)], change }));
    expect(['SignatureDoesNotMatch', 'IncompleteBody']).toContain(codeOf(answer));
    await nothingStored();
  });

  it('in chunks that are more or less than was said are not completed', async () => {
    for (const length of [7, 9]) {
      const answer = await app.ask(await chunked('length', { text: ['a'.repeat(8)], length }));
      expect([answer.status, codeOf(answer)]).toEqual([400, 'IncompleteBody']);
    }
    await nothingStored();
  });

  it('that are not what was signed are not completed', async () => {
    const request = await signed(app, ann.credentials, { method: 'PUT', path: own('x'), body: 'right' });
    const answer = await app.ask({ ...request, body: 'wrong' });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'XAmzContentSHA256Mismatch']);
    await nothingStored();
  });

  it('that break off are not completed', async () => {
    const { headers = {}, path } = await signed(app, ann.credentials, {
      method: 'PUT',
      path: own('x'),
      body: 'x'.repeat(99),
    });
    const head = Object.entries({ ...headers, 'content-length': '99' }).map(([name, value]) => `${name}: ${value}`);
    await Promise.race([
      app.raw(`PUT ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\nxxx`),
      new Promise((resolve) => setTimeout(resolve, 2_500)),
    ]);
    await nothingStored();
  });

  it('with a wrong checksum behind them are not completed where it ends here', async () => {
    const services = {
      s3: { endpoint: backend.url, 'access-key-id': 'O', 'secret-access-key': 's', 'checksum-trailers': false },
    };
    const other = await startServices(services, POLICY);
    const bob = await other.person();
    const send = async (name: string, value: string) =>
      other.ask({
        ...(await signed(other, bob.credentials, {
          method: 'PUT',
          path: `/${Bucket}/private/${encodeURIComponent(bob.identityId)}/x`,
          payload: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
          headers: { 'x-amz-trailer': name, 'x-amz-decoded-content-length': '9', 'content-encoding': 'aws-chunked' },
        })),
        body: `9\r\n123456789\r\n0\r\n${name}:${value}\r\n\r\n`,
      });
    // The check values of the CRC catalogue, in base64.
    const right = { crc32: 'y/Q5Jg==', crc32c: '4waSgw==', crc64nvme: 'rosUhgp5mIg=' };
    for (const [name, value] of Object.entries(right)) {
      expect((await send(`x-amz-checksum-${name}`, value)).status).toBe(200);
      expect(whole().at(-1)?.body.toString()).toBe('123456789');
      backend.heard.length = 0;
      const answer = await send(`x-amz-checksum-${name}`, `A${value.slice(1)}`);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BadDigest']);
      await nothingStored();
    }
    await other.stop();
  });

  it('are not asked for where they are refused', async () => {
    const sendHead = async (path: string) => {
      const request = await signed(app, ann.credentials, { method: 'PUT', path, payload: 'UNSIGNED-PAYLOAD' });
      const headers = { ...request.headers, 'content-length': '5', expect: '100-continue', connection: 'close' };
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      return app.raw(`PUT ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    };
    expect(await sendHead(`/${Bucket}/secret/x`)).toMatch(/^HTTP\/1\.1 403/);
    expect(await sendHead(own('x'))).toMatch(/^HTTP\/1\.1 100 Continue\r\n/);
  });

  it('without a length are refused', async () => {
    const request = await signed(app, ann.credentials, { method: 'PUT', path: own('x'), body: 'x' });
    const answer = await app.ask({ ...request, headers: { ...request.headers, 'transfer-encoding': 'chunked' } });
    expect([answer.status, codeOf(answer)]).toEqual([411, 'MissingContentLength']);
  });
});

describe('paths', () => {
  const refused: [string, string][] = [
    ['dot segments', `/${Bucket}/public/../secret/x`],
    ['encoded dot segments', `/${Bucket}/public/%2e%2e/secret/x`],
    ['half encoded dot segments', `/${Bucket}/public/.%2E/secret/x`],
    ['dot segments encoded twice', `/${Bucket}/public/%252e%252e/secret/x`],
    ['dot segments between encoded slashes', `/${Bucket}/public%2f..%2fsecret/x`],
    ['dot segments between backslashes', `/${Bucket}/public%5c..%5csecret/x`],
    ['an empty segment', `/${Bucket}/public//secret/x`],
    ['an empty segment first', `/${Bucket}//secret/x`],
    ['an encoded slash first', `/${Bucket}/%2fsecret/x`],
    ['a null', `/${Bucket}/public/x%00`],
    ['bytes that are no text', `/${Bucket}/public/%ff`],
    ['another bucket’s dots', `/${Bucket}%2f../secret/x`],
    ['a bucket in upper case', '/PHOTOS/public/x'],
    ['no bucket', '//photos/public/x'],
  ];
  it.each(refused)('with %s are refused', async (_, path) => {
    const answer = await ask({ path });
    expect(answer.status).toBe(400);
    expect(['InvalidURI', 'InvalidBucketName']).toContain(codeOf(answer));
    expect(backend.heard).toEqual([]);
  });

  it('with encoded slashes are what they decode to', async () => {
    const path = `/${Bucket}/secret%2Fx`;
    // S3 signs the decoded path, encoded once.
    const request = await signed(app, ann.credentials, { path: `/${Bucket}/secret/x` });
    expect(codeOf(await app.ask({ ...request, path }))).toBe('AccessDenied');
    const allowed = await signed(app, ann.credentials, { path: `/${Bucket}/public/x` });
    expect((await app.ask({ ...allowed, path: `/${Bucket}%2Fpublic%2fx` })).status).toBe(200);
    expect(whole().map(({ url }) => url)).toEqual([`/${Bucket}/public/x`]);
  });

  it('are different in another case', async () => {
    expect((await ask({ path: `/${Bucket}/secret/x` })).status).toBe(403);
    expect((await ask({ path: own('x').replace('private', 'Private'), method: 'PUT' })).status).toBe(403);
  });
});

describe('queries', () => {
  it('are one operation or none', async () => {
    const codes = async (query: string, method = 'GET') =>
      codeOf(await ask({ method, path: `/${Bucket}/public/x?${query}` }));
    expect(await codes('acl&tagging')).toBe('InvalidArgument');
    expect(await codes('metadata=1')).toBe('NotImplemented');
    expect(await codes('renameObject', 'PUT')).toBe('NotImplemented');
    expect(await codes('policy')).toBe('NotImplemented');
    expect(await codes('ACL')).toBe('NotImplemented');
    expect(await codes('', 'PATCH')).toBe('MethodNotAllowed');
    expect(backend.heard).toEqual([]);
  });

  it('say a prefix once', async () => {
    const listed = (query: string) => ask({ path: `/${Bucket}?${query}` });
    expect((await listed('list-type=2&prefix=public%2Fa')).status).toBe(200);
    expect(codeOf(await listed('prefix=public%2F&prefix=private%2F'))).toBe('InvalidRequest');
    expect(codeOf(await listed('prefix=public%2F&%70refix=private%2F'))).toBe('InvalidRequest');
    expect(codeOf(await listed('prefix=private%2F'))).toBe('AccessDenied');
    expect(whole().map(({ url }) => url)).toEqual([`/${Bucket}?list-type=2&prefix=public%2Fa`]);
  });

  it('say no prefix that leads elsewhere', async () => {
    const codes = ['public/../private/', 'public/./', 'public//x', '/public/', 'public/%2e%2e/private/', '../'].map(
      async (prefix) => codeOf(await ask({ path: `/${Bucket}?prefix=${encodeURIComponent(prefix)}` })),
    );
    expect(new Set(await Promise.all(codes))).toEqual(new Set(['InvalidURI']));
    expect(backend.heard).toEqual([]);
  });

  it('carry no header past the policy', async () => {
    const copy = `x-amz-copy-source=${encodeURIComponent(`${Bucket}/secret/x`)}`;
    expect(codeOf(await ask({ method: 'PUT', path: `${own('x')}?${copy}` }))).toBe('AccessDenied');
    expect(backend.heard).toEqual([]);
  });
});

describe('headers', () => {
  it('that mean something to S3 are signed', async () => {
    const request = await signed(app, ann.credentials, { method: 'PUT', path: own('x') });
    const answer = await app.ask({
      ...request,
      headers: { ...request.headers, 'x-amz-copy-source': `${Bucket}/public/x` },
    });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'AccessDenied']);
    expect(answer.text).toContain('<HeadersNotSigned>x-amz-copy-source</HeadersNotSigned>');
  });

  it('come once', async () => {
    const request = await signed(app, ann.credentials, {
      method: 'PUT',
      path: own('x'),
      headers: { 'x-amz-copy-source': `${Bucket}/public/x` },
    });
    const twice = { ...request.headers, 'x-amz-copy-source': [`${Bucket}/public/x`, `${Bucket}/secret/x`] };
    expect(codeOf(await app.ask({ ...request, headers: twice }))).toBe('InvalidRequest');
    expect(backend.heard).toEqual([]);
  });

  it('of a backend’s own are not passed on', async () => {
    await ask({
      path: own('x'),
      headers: { 'x-minio-force-delete': 'true', 'x-forwarded-for': '1.2.3.4', cookie: 'a=b' },
    });
    const [heard] = whole();
    expect(Object.keys(heard?.headers ?? {}).sort()).toEqual(
      ['authorization', 'connection', 'host', 'x-amz-content-sha256', 'x-amz-date'].sort(),
    );
    expect(codeOf(await ask({ path: own('x'), headers: { 'x-amz-rename-source': 'x' } }))).toBe('NotImplemented');
  });

  it('name no length twice', async () => {
    const { headers = {}, path } = await signed(app, ann.credentials, { method: 'PUT', path: own('x'), body: 'x' });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const smuggled = `${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`;
    expect(await app.raw(`PUT ${smuggled}`)).toMatch(/^HTTP\/1\.1 400/);
    expect(backend.heard).toEqual([]);
  });
});

describe('signatures', () => {
  it('of nobody are refused', async () => {
    const answer = await app.ask({ path: `/${Bucket}/public/x`, headers: { host } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(backend.heard).toEqual([]);
  });

  it('for another region, service or time are refused', async () => {
    const inRegion = await ask({ path: own('x'), region: 'eu-west-1' });
    expect([inRegion.status, codeOf(inRegion)]).toEqual([400, 'AuthorizationHeaderMalformed']);
    expect(inRegion.text).toContain(`<Region>${REGION}</Region>`);
    for (const service of ['dynamodb', 'execute-api', 'sts']) {
      expect((await ask({ path: own('x'), service })).status).toBeGreaterThanOrEqual(400);
    }
    const old = await ask({ path: own('x'), at: new Date(Date.now() - 16 * 60_000) });
    expect([old.status, codeOf(old)]).toEqual([403, 'RequestTimeTooSkewed']);
    expect(backend.heard).toEqual([]);
  });

  it('of presigned URLs are of one method, object and time', async () => {
    const url = await getSignedUrl(ann.s3, new GetObjectCommand({ Bucket, Key: key('x') }), { expiresIn: 60 });
    const { pathname, search } = new URL(url);
    const asked = (path: string, method = 'GET') => app.ask({ method, path, headers: { host } });
    expect((await asked(pathname + search)).status).toBe(200);
    expect(whole()[0]?.url).toBe(pathname);
    expect(codeOf(await asked(pathname + search, 'DELETE'))).toBe('SignatureDoesNotMatch');
    expect(codeOf(await asked(pathname.replace('/x', '/y') + search))).toBe('SignatureDoesNotMatch');
    expect(codeOf(await asked(`${pathname}${search}&versionId=1`))).toBe('SignatureDoesNotMatch');
    app.clock.advance(61_000);
    const late = await asked(pathname + search);
    app.clock.advance(-61_000);
    expect([late.status, codeOf(late)]).toEqual([403, 'AccessDenied']);
    expect(late.text).toContain('Request has expired');
    expect(whole()).toHaveLength(1);
  });
});

describe('browsers', () => {
  it('may ask from any page, and read what is answered', async () => {
    const preflight = await app.ask({
      method: 'OPTIONS',
      path: own('x'),
      headers: {
        host,
        origin: 'https://app.example',
        'access-control-request-method': 'PUT',
        'access-control-request-headers':
          'authorization,x-amz-content-sha256,x-amz-date,x-amz-security-token,x-amz-meta-a',
      },
    });
    expect(preflight.status).toBe(200);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': expect.stringContaining('x-amz-meta-a'),
    });
    const answer = await ask({ path: own('x'), headers: { origin: 'https://app.example' } });
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': expect.stringContaining('etag'),
    });
    const denied = await ask({ path: `/${Bucket}/secret/x`, headers: { origin: 'https://app.example' } });
    expect([denied.status, denied.headers['access-control-allow-origin']]).toEqual([403, '*']);
  });
});
