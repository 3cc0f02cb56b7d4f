/** What a signature must hold, in the words of Query services; and keys of this deployment in `dev`. */
import { createHash, createHmac } from 'node:crypto';
import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetAccessKeyLastUsedCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { ACCOUNT, failureOf, type Keys, keysOf, type People, peopleOf, trusting } from './support.ts';

let app: TestApp;
let people: People;
let ann: Keys;
const ANN = `arn:aws:iam::${ACCOUNT}:user/ann`;

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

beforeAll(async () => {
  app = await startTestApp();
  people = await peopleOf(app);
  ann = await people.user('ann');
});
afterAll(() => app.stop());

const who = (keys: Keys, region?: string) => people.as(keys, region).sts.send(new GetCallerIdentityCommand({}));

const sessionOf = async (name: string): Promise<Keys> => {
  const RoleArn = await people.role(name, trusting({ AWS: ANN }));
  const assumed = await people.as(ann).sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'work' }));
  return keysOf(assumed.Credentials);
};

describe('refused', () => {
  test('a wrong secret, of a long-term and of a temporary key', async () => {
    const session = await sessionOf('a');
    for (const keys of [ann, session, people.operator]) {
      expect(await failureOf(who({ ...keys, secretAccessKey: 'wrong' }))).toEqual({
        name: 'SignatureDoesNotMatch',
        message:
          'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
        status: 403,
      });
    }
  });

  test('session tokens that are tampered with, swapped, cut or missing', async () => {
    const [one, other] = [await sessionOf('b'), await sessionOf('c')];
    const token = one.sessionToken ?? '';
    const last = token.slice(-1) === 'A' ? 'B' : 'A';
    const tokens = [
      `${token.slice(0, -5)}${last}${token.slice(-4)}`,
      other.sessionToken,
      token.slice(0, -10),
      'made-up',
      undefined,
    ];
    for (const sessionToken of tokens) {
      expect(await failureOf(who({ ...one, sessionToken } as Keys))).toEqual({
        name: 'InvalidClientTokenId',
        message: 'The security token included in the request is invalid.',
        status: 403,
      });
    }
  });

  test('a session token beside a long-term key', async () => {
    const { sessionToken } = await sessionOf('d');
    expect((await failureOf(who({ ...ann, sessionToken } as Keys))).name).toBe('InvalidClientTokenId');
    expect((await failureOf(who({ accessKeyId: 'unknown', secretAccessKey: 'x', sessionToken } as Keys))).name).toBe(
      'InvalidClientTokenId',
    );
  });

  test('tokens of another deployment', async () => {
    const elsewhere = await startTestApp();
    try {
      const others = await peopleOf(elsewhere);
      const bob = await others.user('bob');
      const RoleArn = await others.role('r', trusting({ AWS: `arn:aws:iam::${ACCOUNT}:user/bob` }));
      const assumed = await others.as(bob).sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'work' }));
      expect((await failureOf(who(keysOf(assumed.Credentials)))).name).toBe('InvalidClientTokenId');
    } finally {
      await elsewhere.stop();
    }
  });

  test('the scope of another service, and no region', async () => {
    const url = new URL(app.endpoint);
    const send = async (service: string, region: string) => {
      const signer = new SignatureV4({ credentials: ann, region, service, sha256: Sha256 });
      const body = 'Action=GetCallerIdentity&Version=2011-06-15';
      const { headers } = await signer.sign({
        method: 'POST',
        protocol: url.protocol,
        hostname: url.hostname,
        port: Number(url.port),
        path: '/',
        query: {},
        headers: { host: url.host, 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
      const { host: _, ...sent } = headers;
      const response = await fetch(app.endpoint, { method: 'POST', headers: sent, body });
      return `${response.status} ${await response.text()}`;
    };
    expect(await send('sts', 'us-east-1')).toMatch(/^200 /);
    expect(await send('sts', 'eu-west-1')).toMatch(/^200 /);
    const wrong = await send('iam', 'us-east-1');
    expect(wrong).toMatch(/^403 /);
    expect(wrong).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect(wrong).toContain("Credential should be scoped to correct service: 'sts'.");
    expect(await send('sts', 'nowhere')).toContain('Credential should be scoped to a valid region.');
  });

  test('an authorization header that is not whole, or not there', async () => {
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    const send = async (headers: Record<string, string>) => {
      const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
      const response = await fetch(app.endpoint, { method: 'POST', headers: form, body });
      return `${response.status} ${/<Code>(\w+)<\/Code>/.exec(await response.text())?.[1]}`;
    };
    expect(await send({})).toBe('403 MissingAuthenticationToken');
    expect(await send({ authorization: 'AWS4-HMAC-SHA256 Credential=a' })).toBe('400 IncompleteSignature');
    expect(await send({ authorization: 'Bearer x' })).toBe('400 IncompleteSignature');
  });

  test('a request from a clock that is wrong by more than a quarter of an hour', async () => {
    for (const systemClockOffset of [-16 * 60_000, 16 * 60_000]) {
      const sts = new STSClient({
        endpoint: app.endpoint,
        region: 'us-east-1',
        credentials: ann,
        maxAttempts: 1,
        systemClockOffset,
      });
      const failure = await failureOf(sts.send(new GetCallerIdentityCommand({})));
      expect(failure).toMatchObject({ name: 'SignatureDoesNotMatch', status: 403 });
      expect(failure.message).toMatch(systemClockOffset < 0 ? /^Signature expired: / : /^Signature not yet current: /);
    }
  });
});

describe('presigned', () => {
  const presign = async (method: 'GET' | 'POST', keys: Keys, expiresIn = 60) => {
    const url = new URL(app.endpoint);
    const signer = new SignatureV4({ credentials: keys, region: 'us-east-1', service: 'sts', sha256: Sha256 });
    const request = {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      port: Number(url.port),
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host: url.host, 'x-cluster-id': 'production' },
    };
    const options = {
      expiresIn,
      signingDate: new Date(app.clock.now()),
      unhoistableHeaders: new Set(['x-cluster-id']),
    };
    const { query = {} } = await signer.presign(request, options);
    return `${app.endpoint}/?${new URLSearchParams(query as Record<string, string>)}`;
  };
  const send = async (method: 'GET' | 'POST', url: string, cluster = 'production') => {
    const response = await fetch(url, { method, headers: { 'x-cluster-id': cluster } });
    return { status: response.status, text: await response.text() };
  };

  test.each(['GET', 'POST'] as const)('%s says who signed', async (method) => {
    expect(await send(method, await presign(method, ann))).toMatchObject({
      status: 200,
      text: expect.stringContaining(`<Arn>${ANN}</Arn>`),
    });
    const session = await sessionOf(`presigned-${method}`);
    const { text } = await send(method, await presign(method, session));
    expect(text).toContain(`<Arn>arn:aws:sts::${ACCOUNT}:assumed-role/presigned-${method}/work</Arn>`);
  });

  test('another method, another action, another cluster, another time', async () => {
    const url = await presign('GET', ann);
    expect((await send('POST', url)).text).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect((await send('GET', url, 'test')).status).toBe(403);
    const other = url.replace('GetCallerIdentity', 'GetSessionToken');
    expect((await send('GET', other)).status).toBe(403);
    app.clock.advance(61_000);
    const { status, text } = await send('GET', url);
    expect(status).toBe(403);
    expect(text).toContain('Signature expired');
  });

  test('an address without Action is no call', async () => {
    const response = await fetch(`${app.endpoint}/?Version=2011-06-15`);
    expect(response.headers.get('content-type') ?? '').not.toContain('xml');
  });
});

describe('in dev', () => {
  test('a key that is nobody’s is the operator’s; one of ours is checked in full', async () => {
    const nobody = { accessKeyId: 'test', secretAccessKey: 'test' };
    expect((await who(nobody)).Arn).toBe(`arn:aws:iam::${ACCOUNT}:root`);
    expect((await who({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' })).Arn).toContain(':root');
    expect((await failureOf(who({ accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }))).name).toBe(
      'InvalidClientTokenId',
    );
    const pools = people.as(ann).cognito.send(new ListUserPoolsCommand({ MaxResults: 5 }));
    expect((await failureOf(pools)).name).toBe('AccessDeniedException');
  });

  test('where unknown keys are not taken, nobody’s key is nobody’s', async () => {
    const strict = await startTestApp({ flags: { 'any-access-key': false } });
    try {
      const sts = new STSClient({
        endpoint: strict.endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        maxAttempts: 1,
      });
      expect((await failureOf(sts.send(new GetCallerIdentityCommand({})))).name).toBe('InvalidClientTokenId');
    } finally {
      await strict.stop();
    }
  });
});

test('the last use of a key is written down, once a minute', async () => {
  const keys = await people.user('used');
  const { iam } = people.as(people.operator);
  const lastUse = async () => {
    const use = new GetAccessKeyLastUsedCommand({ AccessKeyId: keys.accessKeyId });
    return (await iam.send(use)).AccessKeyLastUsed;
  };
  expect((await lastUse())?.LastUsedDate).toBeUndefined();
  await who(keys, 'eu-west-1');
  await expect.poll(lastUse).toMatchObject({ ServiceName: 'sts', Region: 'eu-west-1', LastUsedDate: expect.any(Date) });
  await who(keys, 'us-east-1');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await lastUse())?.Region).toBe('eu-west-1');
  app.clock.advance(61_000);
  await who(keys, 'us-east-1');
  const later = people.as(people.operator).iam;
  const use = new GetAccessKeyLastUsedCommand({ AccessKeyId: keys.accessKeyId });
  await expect.poll(async () => (await later.send(use)).AccessKeyLastUsed?.Region).toBe('us-east-1');
});
