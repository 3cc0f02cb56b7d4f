/** The keys of the identity issuer. */
import { GetOpenIdTokenCommand } from '@aws-sdk/client-cognito-identity';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signIdentityToken, verifyIdentityToken } from '../../src/core/identity-pools/tokens.ts';
import { createSigner } from '../../src/core/pools/signing-keys.ts';
import { idOf, makeIdentityPool, type Setting, startSetting } from './support/setting.ts';

let app: Setting;
let pool: string;

beforeAll(async () => {
  app = await startSetting();
  pool = await makeIdentityPool(app, undefined, { AllowUnauthenticatedIdentities: true, AllowClassicFlow: true });
});
afterAll(() => app.stop());

const FACTS = { identityId: 'us-east-1:a', poolId: 'us-east-1:b', amr: ['unauthenticated'] };

const kidsNow = async (): Promise<string[]> => {
  const answer = await fetch(`${app.endpoint}/identity/.well-known/jwks.json`);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  const { keys } = (await answer.json()) as { keys: { kid: string; d?: string }[] };
  expect(keys.every((key) => key.d === undefined)).toBe(true);
  return keys.map(({ kid }) => kid);
};

it('are made once, whichever node needs them first', async () => {
  const nodes = [1, 2, 3].map(() => ({ ...app.core, signer: createSigner(app.core) }));
  const tokens = await Promise.all(nodes.map((node) => signIdentityToken(node, FACTS, 600)));
  expect(new Set(tokens.map((token) => decodeProtectedHeader(token).kid)).size).toBe(1);
  expect(await kidsNow()).toHaveLength(2);
});

it('stay announced after a rotation until their tokens have ended', async () => {
  const IdentityId = await idOf(app, pool);
  const tokenNow = async (): Promise<string> => {
    const { Token = '' } = await app.identity.send(new GetOpenIdTokenCommand({ IdentityId }));
    return Token;
  };
  const before = await tokenNow();
  await app.core.signer.rotate('identity');
  app.clock.advance(3_000);
  const after = await tokenNow();
  const [old, young] = [before, after].map((token) => decodeProtectedHeader(token).kid ?? '');
  expect(old).not.toBe(young);
  expect(await kidsNow()).toEqual(expect.arrayContaining([old, young]));
  expect(await verifyIdentityToken(app.core, before)).toMatchObject({ identityId: IdentityId, poolId: pool });
  app.clock.advance(26 * 3_600_000);
  expect(await kidsNow()).not.toContain(old);
});

it('sign nothing that passes for a user pool’s token, nor the other way round', async () => {
  const token = await signIdentityToken(app.core, FACTS, 600);
  expect(await app.core.signer.verify('us-east-1_other', 'id', token)).toBeUndefined();
  expect(await verifyIdentityToken(app.core, `${token}x`)).toBe('invalid');
  expect(await verifyIdentityToken(app.core, 'nonsense')).toBe('invalid');
  app.clock.advance(601_000);
  expect(await verifyIdentityToken(app.core, token)).toBe('expired');
});
