/** Google, Apple, Facebook and Amazon as they answer, with answers of theirs on this side of the wire. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { KeysUnavailable, verifiedByProvider } from '../../src/core/identity-pools/provider-keys.ts';
import { publicProviders } from '../../src/core/identity-pools/public-providers.ts';
import type { Fetch } from '../../src/core/ports.ts';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

const NOW = Date.parse('2026-01-01T00:00:00Z');
const SECONDS = NOW / 1_000;
const APP = 'our-app';

interface Signer {
  readonly kid: string;
  readonly privateKey: Key;
  readonly jwk: object;
}

const signer = async (kid: string, alg = 'RS256'): Promise<Signer> => {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
};

/** The other side: documents by address, and what was asked for. */
const side = (documents: Record<string, unknown>) => {
  const asked: string[] = [];
  const fetch: Fetch = async (url) => {
    asked.push(url);
    const at = Object.keys(documents).find((start) => url.startsWith(start));
    if (at === undefined) throw new Error('nobody is there');
    const { status, ...body } = { status: 200, ...(documents[at] as object) };
    return { status, headers: {}, body: Buffer.from(JSON.stringify(body)) };
  };
  let ahead = 0;
  const clock = { now: () => NOW + ahead };
  const settings = { publicUrl: 'http://localhost:7665', issuerBase: 'http://localhost:7665', homeRegion: 'us-east-1' };
  const advance = (ms: number): void => {
    ahead += ms;
  };
  return { core: { fetch, clock, settings }, asked, documents, advance };
};

const sign = ({ kid, privateKey }: Signer, claims: JWTPayload, alg = 'RS256'): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(privateKey);

const verify = (core: ReturnType<typeof side>['core'], name: string, token: string, app: string | undefined = APP) => {
  const provider = publicProviders.get(name);
  if (provider === undefined) throw new Error(name);
  return provider.verify(core, token, app);
};

const refused = (reason: string) => expect.objectContaining({ reason });

let key: Signer;
beforeAll(async () => {
  key = await signer('k1');
});

describe.each([
  ['accounts.google.com', 'https://www.googleapis.com/oauth2/v3/certs', 'https://accounts.google.com'],
  ['appleid.apple.com', 'https://appleid.apple.com/auth/keys', 'https://appleid.apple.com'],
])('%s', (name, jwks, iss) => {
  const good = { iss, aud: APP, sub: 'ann', exp: SECONDS + 60 };
  const there = () => side({ [jwks]: { keys: [key.jwk] } });

  it('is believed by the keys that it publishes', async () => {
    const { core, asked } = there();
    const identity = await verify(core, name, await sign(key, good));
    expect(identity).toMatchObject({ provider: name, issuer: iss, subject: 'ann', audience: APP });
    await verify(core, name, await sign(key, { ...good, sub: 'bob' }));
    expect(asked).toEqual([jwks]);
  });

  it.each([
    ['audience', { aud: 'another-app' }],
    ['issuer', { iss: 'https://evil.example' }],
    ['expired', { exp: SECONDS }],
    ['not-yet', { nbf: SECONDS + 3_600 }],
    ['claim', { sub: '' }],
    ['claim', { exp: undefined }],
  ])('is not believed: %s with %j', async (reason, wrong) => {
    const token = await sign(key, { ...good, ...wrong } as JWTPayload);
    await expect(verify(there().core, name, token)).rejects.toEqual(refused(reason));
  });

  it('is not believed by another key, nor by none, nor by its public key as a secret', async () => {
    const { core } = there();
    const other = await signer('k1');
    await expect(verify(core, name, await sign(other, good))).rejects.toEqual(refused('signature'));
    const { n } = key.jwk as { n: string };
    const secret = await new SignJWT(good).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(Buffer.from(n));
    await expect(verify(core, name, secret)).rejects.toEqual(refused('signature'));
    const none = [{ alg: 'none', kid: 'k1' }, good].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    await expect(verify(core, name, `${none.join('.')}.`)).rejects.toEqual(refused('signature'));
    await expect(verify(core, name, 'nonsense')).rejects.toEqual(refused('signature'));
  });
});

describe('keys of providers', () => {
  const jwks = 'https://idp.example/keys';
  const documents = () => ({
    'https://idp.example/.well-known/openid-configuration': { issuer: 'https://idp.example', jwks_uri: jwks },
    [jwks]: { keys: [key.jwk] },
  });
  const at = { issuer: 'https://idp.example' };

  it('are read again for a new one, but not for each token with a made-up one', async () => {
    const { core, asked, documents: held, advance } = side(documents());
    const young = await signer('k2');
    expect(await verifiedByProvider(core, at, await sign(key, { sub: 'a' }))).toEqual({ sub: 'a' });
    expect(await verifiedByProvider(core, at, await sign(young, { sub: 'a' }))).toBe('unknown-key');
    held[jwks] = { keys: [key.jwk, young.jwk] };
    const before = asked.length;
    expect(await verifiedByProvider(core, at, await sign(young, { sub: 'a' }))).toBe('unknown-key');
    expect(asked.length).toBe(before);
    advance(31_000);
    expect(await verifiedByProvider(core, at, await sign(young, { sub: 'a' }))).toEqual({ sub: 'a' });
    expect(asked.length).toBe(before + 2);
  });

  it('are tried one by one where a token names none', async () => {
    const other = await signer('k2');
    const plain = [other, key].map(({ jwk }) => ({ ...jwk, kid: undefined }));
    const { core } = side({ ...documents(), [jwks]: { keys: plain } });
    const token = await new SignJWT({ sub: 'a' }).setProtectedHeader({ alg: 'RS256' }).sign(key.privateKey);
    expect(await verifiedByProvider(core, at, token)).toEqual({ sub: 'a' });
    const foreign = await signer('k3');
    const forged = await new SignJWT({ sub: 'a' }).setProtectedHeader({ alg: 'RS256' }).sign(foreign.privateKey);
    expect(await verifiedByProvider(core, at, forged)).toBe('invalid');
  });

  it('are those of the issuer that the document names', async () => {
    const wrong = { issuer: 'https://evil.example', jwks_uri: jwks };
    const { core } = side({ ...documents(), 'https://idp.example/.well-known/openid-configuration': wrong });
    await expect(verifiedByProvider(core, at, await sign(key, { sub: 'a' }))).rejects.toBeInstanceOf(KeysUnavailable);
  });

  it('are asked for again soon after a failure', async () => {
    const { core, documents: held, advance } = side({ ...documents(), [jwks]: { status: 500 } });
    const token = await sign(key, { sub: 'a' });
    await expect(verifiedByProvider(core, at, token)).rejects.toBeInstanceOf(KeysUnavailable);
    held[jwks] = { keys: [key.jwk] };
    await expect(verifiedByProvider(core, at, token)).rejects.toBeInstanceOf(KeysUnavailable);
    advance(11_000);
    expect(await verifiedByProvider(core, at, token)).toEqual({ sub: 'a' });
  });
});

describe('graph.facebook.com', () => {
  const told = (data: object) => side({ 'https://graph.facebook.com/debug_token': { data } });
  const good = { app_id: APP, is_valid: true, user_id: '42', expires_at: SECONDS + 60 };

  it('says whose token it is', async () => {
    const { core, asked } = told(good);
    expect(await verify(core, 'graph.facebook.com', 'a token&x=1')).toMatchObject({ subject: '42', audience: APP });
    const { searchParams } = new URL(asked[0] ?? '');
    expect(searchParams.get('input_token')).toBe('a token&x=1');
    expect((await verify(told({ ...good, expires_at: 0 }).core, 'graph.facebook.com', 't')).subject).toBe('42');
  });

  it.each([
    ['audience', { app_id: 'another-app' }],
    ['signature', { is_valid: false }],
    ['expired', { expires_at: SECONDS }],
    ['claim', { user_id: undefined }],
    ['claim', { expires_at: undefined }],
  ])('is refused: %s with %j', async (reason, wrong) => {
    await expect(verify(told({ ...good, ...wrong }).core, 'graph.facebook.com', 't')).rejects.toEqual(refused(reason));
  });

  it('may be out of reach', async () => {
    await expect(verify(side({}).core, 'graph.facebook.com', 't')).rejects.toEqual(refused('unreachable'));
    const down = side({ 'https://graph.facebook.com/': { status: 503 } });
    await expect(verify(down.core, 'graph.facebook.com', 't')).rejects.toEqual(refused('unreachable'));
  });
});

describe('www.amazon.com', () => {
  const told = (answer: object) => side({ 'https://api.amazon.com/auth/o2/tokeninfo': answer });
  const good = { aud: APP, app_id: 'amzn1.application.x', user_id: 'amzn1.account.A', exp: 3_000 };

  it('says whose token it is, by either id of the app', async () => {
    for (const app of [APP, 'amzn1.application.x']) {
      const identity = await verify(told(good).core, 'www.amazon.com', 't', app);
      expect(identity).toMatchObject({ subject: 'amzn1.account.A', audience: app });
    }
  });

  it.each([
    ['audience', { aud: 'another', app_id: 'another' }],
    ['signature', { status: 400, user_id: undefined }],
    ['expired', { exp: 0 }],
    ['claim', { exp: undefined }],
  ])('is refused: %s with %j', async (reason, wrong) => {
    await expect(verify(told({ ...good, ...wrong }).core, 'www.amazon.com', 't')).rejects.toEqual(refused(reason));
  });
});
