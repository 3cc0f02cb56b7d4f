import { createHash, createHmac } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let operator: { accessKeyId: string; secretAccessKey: string };

beforeAll(async () => {
  app = await startTestApp();
  const file = await readFile(`${app.dataDir}/credentials`, 'utf8');
  operator = {
    accessKeyId: /aws_access_key_id = (\S+)/.exec(file)?.[1] ?? '',
    secretAccessKey: /aws_secret_access_key = (\S+)/.exec(file)?.[1] ?? '',
  };
});
afterAll(() => app.stop());

class Sha256 {
  readonly #parts: Uint8Array[] = [];
  readonly #secret: Uint8Array | undefined;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined ? undefined : Buffer.from(secret as Uint8Array);
  }
  update(chunk: string | ArrayBuffer | ArrayBufferView): void {
    this.#parts.push(Buffer.from(chunk as Uint8Array));
  }
  async digest(): Promise<Uint8Array> {
    const hash = this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
    return hash.update(Buffer.concat(this.#parts)).digest();
  }
  reset(): void {
    this.#parts.length = 0;
  }
}

interface Draft {
  readonly body?: string;
  readonly region?: string;
  readonly service?: string;
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly signedAt?: Date;
}

const TARGET = 'AWSCognitoIdentityProviderService.ListUserPools';

const draftOf = (draft: Draft) => {
  const url = new URL(app.endpoint);
  const signer = new SignatureV4({
    credentials: draft.credentials ?? operator,
    region: draft.region ?? 'us-east-1',
    service: draft.service ?? 'cognito-idp',
    sha256: Sha256,
    applyChecksum: false,
  });
  const request = {
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    port: Number(url.port),
    path: '/',
    query: {},
    headers: {
      host: url.host,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': TARGET,
    } as Record<string, string>,
    body: draft.body ?? '{"MaxResults":10}',
  };
  return { signer, request, signingDate: draft.signedAt ?? new Date(app.clock.now()) };
};

const signed = async (draft: Draft = {}) => {
  const { signer, request, signingDate } = draftOf(draft);
  return signer.sign(request, { signingDate });
};

const send = async (headers: Record<string, string>, body = '{"MaxResults":10}', path = '/') => {
  const { host: _, ...sent } = headers;
  const response = await fetch(`${app.endpoint}${path}`, { method: 'POST', headers: sent, body });
  const answer = (await response.json()) as { __type?: string; message?: string };
  return { status: response.status, code: answer.__type ?? 'ok', message: answer.message ?? '' };
};

describe('header form', () => {
  test('the operator key works with the SDK, and its file is for the owner alone', async () => {
    const client = app.client({ credentials: operator });
    expect((await client.send(new ListUserPoolsCommand({ MaxResults: 10 }))).UserPools).toEqual([]);
    expect((await stat(`${app.dataDir}/credentials`)).mode & 0o777).toBe(0o600);
  });

  test('a right signature passes', async () => {
    expect(await send((await signed()).headers)).toMatchObject({ status: 200, code: 'ok' });
  });

  test('a wrong secret is refused even where unknown keys are taken', async () => {
    const credentials = { ...operator, secretAccessKey: 'not-the-secret' };
    expect(await send((await signed({ credentials })).headers)).toEqual({
      status: 400,
      code: 'InvalidSignatureException',
      message:
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    });
  });

  test('a changed body is refused, whatever hash it states', async () => {
    const { headers } = await signed();
    expect((await send(headers, '{"MaxResults":11}')).code).toBe('InvalidSignatureException');
    const hash = createHash('sha256').update('{"MaxResults":10}').digest('hex');
    expect((await send({ ...headers, 'x-amz-content-sha256': hash }, '{"MaxResults":11}')).code).toBe(
      'InvalidSignatureException',
    );
    expect((await send({ ...headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })).code).toBe(
      'InvalidSignatureException',
    );
  });

  test('a changed target is refused, and one that is not signed too', async () => {
    const { headers } = await signed();
    const changed = { ...headers, 'x-amz-target': 'AWSCognitoIdentityProviderService.CreateUserPool' };
    expect((await send(changed, '{"MaxResults":10}')).code).toBe('InvalidSignatureException');
    const { signer, request, signingDate } = draftOf({});
    const { 'x-amz-target': _, ...withoutTarget } = request.headers;
    const bare = await signer.sign({ ...request, headers: withoutTarget }, { signingDate });
    expect(await send({ ...bare.headers, 'x-amz-target': TARGET })).toMatchObject({
      code: 'InvalidSignatureException',
      message: "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.",
    });
  });

  test.each([
    ['15 minutes old', -14.9 * 60_000, 'ok'],
    ['older', -15.1 * 60_000, 'InvalidSignatureException'],
    ['15 minutes ahead', 14.9 * 60_000, 'ok'],
    ['further ahead', 15.1 * 60_000, 'InvalidSignatureException'],
  ])('clock skew: %s', async (_, offset, code) => {
    const signedAt = new Date(app.clock.now() + offset);
    const answer = await send((await signed({ signedAt })).headers);
    expect(answer.code).toBe(code);
    if (code !== 'ok') expect(answer.message).toMatch(/^Signature (expired|not yet current): \d{8}T\d{6}Z is /);
  });

  test('another service and an impossible region are refused', async () => {
    expect(await send((await signed({ service: 'sts' })).headers)).toMatchObject({
      code: 'InvalidSignatureException',
      message: "Credential should be scoped to correct service: 'cognito-idp'. ",
    });
    expect((await send((await signed({ region: 'moon' })).headers)).code).toBe('InvalidSignatureException');
  });

  test('a session token beside a long-term key is refused', async () => {
    const credentials = { ...operator, sessionToken: 'made-up' };
    expect(await send((await signed({ credentials })).headers)).toMatchObject({
      code: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });

  test('no signature, and half a one', async () => {
    const unsigned = { 'x-amz-target': TARGET, 'content-type': 'application/x-amz-json-1.1' };
    expect(await send(unsigned)).toMatchObject({
      status: 400,
      code: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    });
    expect(await send({ ...unsigned, authorization: 'AWS4-HMAC-SHA256 Credential=x' })).toMatchObject({
      code: 'IncompleteSignatureException',
      message: expect.stringContaining("Authorization header requires 'Signature' parameter."),
    });
    expect((await send({ ...unsigned, authorization: 'Bearer abc' })).code).toBe('IncompleteSignatureException');
    const { headers } = await signed();
    expect((await send({ ...headers, 'x-amz-date': '99999999T999999Z' })).code).toBe('IncompleteSignatureException');
  });
});

describe('presigned form', () => {
  const presigned = async (draft: Draft & { expiresIn?: number } = {}) => {
    const { signer, request, signingDate } = draftOf(draft);
    const unhoistableHeaders = new Set(['x-amz-target']);
    const result = await signer.presign(request, {
      signingDate,
      expiresIn: draft.expiresIn ?? 60,
      unhoistableHeaders,
      signableHeaders: new Set(['host', 'content-type', 'x-amz-target']),
    });
    return { headers: result.headers, path: `/?${new URLSearchParams(result.query as Record<string, string>)}` };
  };

  test('passes, and not with a changed body, nor after its time', async () => {
    const { headers, path } = await presigned();
    expect(await send(headers, '{"MaxResults":10}', path)).toMatchObject({ status: 200, code: 'ok' });
    expect((await send(headers, '{"MaxResults":11}', path)).code).toBe('InvalidSignatureException');
    const old = await presigned({ signedAt: new Date(app.clock.now() - 61_000) });
    expect((await send(old.headers, '{"MaxResults":10}', old.path)).message).toMatch(/^Signature expired/);
  });

  test('an added parameter and a longer life are refused', async () => {
    const { headers, path } = await presigned();
    expect((await send(headers, '{"MaxResults":10}', `${path}&more=1`)).code).toBe('InvalidSignatureException');
    const longer = path.replace('X-Amz-Expires=60', 'X-Amz-Expires=600');
    expect(longer).not.toBe(path);
    expect((await send(headers, '{"MaxResults":10}', longer)).code).toBe('InvalidSignatureException');
  });
});

describe('which account and region', () => {
  test('one region never sees the pools of another', async () => {
    const pool = await createPool(app);
    const elsewhere = app.client({ region: 'eu-west-1' });
    expect((await elsewhere.send(new ListUserPoolsCommand({ MaxResults: 10 }))).UserPools).toEqual([]);
    const here = await app.cognito.send(new ListUserPoolsCommand({ MaxResults: 10 }));
    expect(here.UserPools?.map(({ Id }) => Id)).toContain(pool.Id);
  });

  test('serve takes no key that it did not issue', async () => {
    const strict = await startTestApp({ flags: { 'any-access-key': false } });
    try {
      await expect(strict.cognito.send(new ListUserPoolsCommand({ MaxResults: 10 }))).rejects.toMatchObject({
        name: 'UnrecognizedClientException',
        message: 'The security token included in the request is invalid.',
      });
    } finally {
      await strict.stop();
    }
  });
});
