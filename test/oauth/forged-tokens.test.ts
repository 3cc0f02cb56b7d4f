/** Every way to make a token look like the pool's without its key, as a bearer and as a hint. */
import { createHmac, createPublicKey, createSign, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  answerIn,
  authorizationRequest,
  authorize,
  codeFor,
  exchange,
  locationOf,
  payloadOf,
  SIGNED_OUT,
  search,
  sessionOf,
  startWorld,
  userInfo,
  type World,
} from './support.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('forged tokens', () => {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const keysOf = async () =>
    (
      (await (await fetch(`${world.app.endpoint}/${world.poolId}/.well-known/jwks.json`)).json()) as {
        keys: (JsonWebKey & { kid: string })[];
      }
    ).keys;
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signed = (header: object, claims: object): string => {
    const input = `${encoded(header)}.${encoded(claims)}`;
    return `${input}.${createSign('sha256').update(input).sign(own.privateKey).toString('base64url')}`;
  };

  const forgeries = async (real: string): Promise<Record<string, string>> => {
    const claims = payloadOf(real);
    const [head = '', body = '', signature = ''] = real.split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string };
    const key = (await keysOf()).find(({ kid }) => kid === header.kid) as JsonWebKey;
    const pem = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const hs256 = (secret: string | Buffer) => {
      const input = `${encoded({ ...header, alg: 'HS256' })}.${body}`;
      return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
    };
    const jwk = own.publicKey.export({ format: 'jwk' });
    return {
      none: `${encoded({ alg: 'none' })}.${body}.`,
      'none with the kid': `${encoded({ ...header, alg: 'none' })}.${body}.`,
      'none in capitals': `${encoded({ ...header, alg: 'NONE' })}.${body}.${signature}`,
      'no signature': `${head}.${body}.`,
      'HS256 with the public key': hs256(pem),
      'HS256 with the modulus': hs256(Buffer.from(String(key.n), 'base64url')),
      'another key under the kid': signed(header, claims),
      'a key of its own by jwk': signed({ alg: 'RS256', kid: header.kid, jwk }, claims),
      'a key of its own by jku': signed({ alg: 'RS256', kid: 'evil', jku: 'https://evil.example/jwks' }, claims),
      'a kid of a path': signed({ alg: 'RS256', kid: '../../etc/passwd' }, claims),
      'a kid of SQL': signed({ alg: 'RS256', kid: "' OR 1=1 --" }, claims),
      'a kid of a prototype': signed({ alg: 'RS256', kid: '__proto__' }, claims),
      'no kid': signed({ alg: 'RS256' }, claims),
      'changed claims': `${head}.${encoded({ ...claims, sub: 'somebody-else' })}.${signature}`,
      'another algorithm': `${encoded({ ...header, alg: 'PS256' })}.${body}.${signature}`,
      'critical extensions': `${encoded({ ...header, crit: ['b64'], b64: false })}.${body}.${signature}`,
    };
  };

  test('are no bearers', async () => {
    const { body } = await exchange(world, await codeFor(world));
    expect((await userInfo(world, body.access_token ?? '')).status).toBe(200);
    const statuses: Record<string, number> = {};
    for (const [name, forged] of Object.entries(await forgeries(body.access_token ?? ''))) {
      statuses[name] = (await userInfo(world, forged)).status;
    }
    expect(new Set(Object.values(statuses)), JSON.stringify(statuses)).toEqual(new Set([401]));
  });

  test('are no hints', async () => {
    const { body } = await exchange(world, await codeFor(world));
    const cookie = await sessionOf(world, world.user.sub);
    const outcomes: Record<string, unknown> = {};
    for (const [name, id_token_hint] of Object.entries(await forgeries(body.id_token ?? ''))) {
      const asked = authorizationRequest(world, { id_token_hint, prompt: 'none' });
      const out = search({ id_token_hint, post_logout_redirect_uri: SIGNED_OUT });
      const response = await fetch(`${world.site}/logout?${out}`, { redirect: 'manual' });
      outcomes[name] = [
        answerIn(await authorize(world, asked, cookie))['error'],
        locationOf(response).pathname.endsWith('/error'),
      ];
    }
    for (const [name, outcome] of Object.entries(outcomes))
      expect([name, outcome]).toEqual([name, ['login_required', true]]);
  });
});
