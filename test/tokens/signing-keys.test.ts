import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSigner } from '../../src/core/pools/signing-keys.ts';
import { createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { headerOf, signIn, whoAmI } from './tokens.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

interface Jwk {
  readonly kid: string;
}
const published = async (poolId: string): Promise<Jwk[]> => {
  const answer = await fetch(`${app.endpoint}/${poolId}/.well-known/jwks.json`);
  return ((await answer.json()) as { keys: Jwk[] }).keys;
};
/** The signer of another node on the same database. */
const otherNode = () => createSigner({ store: app.core.store, sealer: app.core.sealer, clock: app.clock });

describe('the published keys', () => {
  it('are two, as Cognito writes them, with no private part', async () => {
    const { Id } = await createPool(app);
    const answer = await fetch(`${app.endpoint}/${Id}/.well-known/jwks.json`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('cache-control')).toContain('max-age');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const { keys } = (await answer.json()) as { keys: object[] };
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      expect(key).toEqual({
        alg: 'RS256',
        e: 'AQAB',
        kid: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
        kty: 'RSA',
        n: expect.stringMatching(/^[A-Za-z0-9_-]{342}$/),
        use: 'sig',
      });
    }
  });

  it('are of one pool each', async () => {
    const [one, other] = [(await createPool(app)).Id, (await createPool(app)).Id];
    const kids = [...(await published(one)), ...(await published(other))].map(({ kid }) => kid);
    expect(new Set(kids).size).toBe(4);
  });

  it('are sealed at rest', async () => {
    const { Id } = await createPool(app);
    for (const row of await app.core.store.signingKeys.ofPool(Id)) {
      expect(row.sealedPrivateKey).toMatch(/^v1\.[\w-]{8}\.[\w-]+$/);
      expect(() => app.core.sealer.open('signing-key', row.sealedPrivateKey, 'another kid')).toThrow();
    }
  });

  it('do not exist for an unknown pool', async () => {
    for (const name of ['jwks.json', 'openid-configuration']) {
      const answer = await fetch(`${app.endpoint}/us-east-1_nosuchpoo/.well-known/${name}`);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toEqual({ message: 'User pool us-east-1_nosuchpoo does not exist.' });
    }
  });
});

describe('signing', () => {
  it('refuses a flood instead of piling it up, and goes on afterwards', async () => {
    const { Id } = await createPool(app);
    const { store, sealer } = app.core;
    const signer = createSigner({ store, sealer, clock: app.clock, maxWaiting: 3 });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, at) => signer.sign(Id, 'id', { at })));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(17);
    expect(refused.every(({ reason }) => reason.code === 'TooManyRequestsException')).toBe(true);
    expect(await signer.verify(Id, 'id', await signer.sign(Id, 'id', { at: 'last' }))).toEqual({ at: 'last' });
  });

  it('refuses a pool without keys', async () => {
    await expect(app.core.signer.sign('us-east-1_nosuchpoo', 'id', {})).rejects.toThrow('no active id key');
    expect(await app.core.signer.verify('us-east-1_nosuchpoo', 'id', 'a.b.c')).toBeUndefined();
  });
});

describe('discovery', () => {
  it('names the issuer of the tokens and where its keys are, and only endpoints that exist', async () => {
    const { Id } = await createPool(app);
    const answer = await fetch(`${app.endpoint}/${Id}/.well-known/openid-configuration`);
    const document = (await answer.json()) as Record<string, unknown>;
    const issuer = `${app.core.settings.issuerBase}/${Id}`;
    expect(document).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      subject_types_supported: ['public'],
    });
    expect(Object.keys(document).filter((name) => name.endsWith('_endpoint'))).toEqual([]);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('rotation of signing keys', () => {
  it('signs with new keys, still takes tokens of the old, and drops them after a day', async () => {
    const { Id } = await createPool(app);
    const { ClientId } = await createClient(app, Id);
    const user = await createConfirmedUser(app, Id);
    const before = await signIn(app, ClientId, user);
    await app.core.signer.rotate(Id);
    app.clock.advance(2_000);
    const after = await signIn(app, ClientId, user);
    expect(headerOf(after.AccessToken)['kid']).not.toBe(headerOf(before.AccessToken)['kid']);
    expect(headerOf(after.IdToken)['kid']).not.toBe(headerOf(before.IdToken)['kid']);
    for (const { AccessToken } of [before, after])
      expect((await whoAmI(app, AccessToken)).Username).toBe(user.username);
    const kids = (await published(Id)).map(({ kid }) => kid);
    expect(kids).toHaveLength(4);
    for (const token of [before.IdToken, after.IdToken]) expect(kids).toContain(headerOf(token)['kid']);

    app.clock.advance(26 * 3_600_000);
    expect((await published(Id)).map(({ kid }) => kid)).toHaveLength(2);
    await app.core.signer.rotate(Id);
    expect(await app.core.store.signingKeys.ofPool(Id)).toHaveLength(4);
  });

  it('never signs with a key that another node has not read yet', async () => {
    const { Id } = await createPool(app);
    const [one, other] = [otherNode(), otherNode()];
    const old = await one.sign(Id, 'access', { a: 1 });
    expect(await other.verify(Id, 'access', old)).toEqual({ a: 1 });
    await one.rotate(Id);
    for (let step = 0; step < 5; step += 1) {
      const token = await one.sign(Id, 'access', { step });
      expect(await other.verify(Id, 'access', token), `after ${step * 500} ms`).toEqual({ step });
      app.clock.advance(500);
    }
    for (const node of [one, other]) {
      expect(headerOf(await node.sign(Id, 'access', {}))['kid']).not.toBe(headerOf(old)['kid']);
      expect(await node.verify(Id, 'access', old)).toEqual({ a: 1 });
    }
  });

  it('uses the keys that were announced', async () => {
    const { Id } = await createPool(app);
    const node = otherNode();
    await node.announceNext(Id);
    app.clock.advance(1_000);
    const announced = (await published(Id)).map(({ kid }) => kid);
    expect(announced).toHaveLength(4);
    await node.rotate(Id);
    expect(announced).toContain(headerOf(await node.sign(Id, 'id', {}))['kid']);
    app.clock.advance(1_000);
    expect(await published(Id)).toHaveLength(4);
  });

  it('done twice at once leaves one active key for each use', async () => {
    const { Id } = await createPool(app);
    await Promise.all([otherNode().rotate(Id), otherNode().rotate(Id), app.core.signer.rotate(Id)]);
    const active = (await app.core.store.signingKeys.ofPool(Id)).filter(({ state }) => state === 'active');
    expect(active.map(({ use }) => use).sort()).toEqual(['access', 'id']);
  });
});
