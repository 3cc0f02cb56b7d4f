/** ID tokens of the imitations of Google and Apple. */
import { createPublicKey } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import { MOCK_CLIENT_ID, mockBases } from '../../core/federation/endpoints.ts';
import type { Grant } from '../grants.ts';
import type { MockKeys } from '../keys.ts';
import type { MockParts } from '../parts.ts';

const LIFETIME_S = 3_600;

export const issuerOf = ({ core }: Pick<MockParts, 'core'>, path: string): string =>
  `${mockBases(core.settings).service}/${path}`;

export const idToken = async (
  parts: MockParts,
  { provider, nonce }: Grant,
  claims: Readonly<Record<string, unknown>>,
): Promise<string> => {
  const { signing, kid } = await parts.keys();
  const now = Math.floor(parts.core.clock.now() / 1_000);
  const standard = {
    iss: issuerOf(parts, provider),
    aud: MOCK_CLIENT_ID,
    iat: now,
    exp: now + LIFETIME_S,
    ...(nonce !== undefined && { nonce }),
  };
  return new SignJWT({ ...claims, ...standard }).setProtectedHeader({ alg: 'RS256', kid }).sign(signing);
};

export const keySet = async ({ signing, kid }: MockKeys): Promise<object> => {
  const key = await exportJWK(createPublicKey(signing));
  return { keys: [{ ...key, kid, alg: 'RS256', use: 'sig' }] };
};
