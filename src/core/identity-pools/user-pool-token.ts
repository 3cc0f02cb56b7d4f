/** ID tokens of this deployment's user pools. */
import { unverifiedPayload } from '../../crypto/jws.ts';
import { type Core, type CoreSettings, issuerOf } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import { instantOf, isSignedOut } from '../tokens/origin.ts';
import { assertCurrent, audienceAmong, textClaim, type WebIdentity, WebIdentityRefused } from './web-identity.ts';

type Needs = Pick<Core, 'clock' | 'directory' | 'settings' | 'signer' | 'store'>;

/** `cognito-idp.{region}.amazonaws.com/{pool id}`, as login maps name a user pool. */
export const userPoolProvider = (poolId: string): string =>
  `cognito-idp.${poolId.split('_')[0]}.amazonaws.com/${poolId}`;

/** Clients that read the provider's name off a token's issuer find our own address there (Amplify does). */
export const providerNamed = (settings: CoreSettings, name: string): string => {
  const base = issuerOf(settings, '').replace(/^https?:\/\//, '');
  const poolId = name.startsWith(base) ? name.slice(base.length) : '';
  return POOL_ID.test(poolId) ? userPoolProvider(poolId) : name;
};

const POOL_ID = /^[a-z0-9-]+_[A-Za-z0-9]+$/;

/** The user pool of such a name. */
export const userPoolIn = (provider: string): string | undefined => {
  const named = /^cognito-idp\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(([a-z0-9-]+)_[A-Za-z0-9]+)$/.exec(provider);
  return named?.[1] === named?.[3] ? named?.[2] : undefined;
};

/** The pool that a token claims to be of; undefined: no pool of this deployment. Nothing is proved yet. */
export const claimedPool = (core: Pick<Core, 'settings'>, token: string): string | undefined => {
  const issuer = unverifiedPayload(token)?.['iss'];
  const base = issuerOf(core.settings, '');
  if (typeof issuer !== 'string' || !issuer.startsWith(base)) return undefined;
  const poolId = issuer.slice(base.length);
  return POOL_ID.test(poolId) ? poolId : undefined;
};

/** Throws `WebIdentityRefused`. */
export const verifyUserPoolToken = async (
  core: Needs,
  poolId: string,
  clientIds: readonly string[],
  token: string,
): Promise<WebIdentity> => {
  const issuer = issuerOf(core.settings, poolId);
  assertIdToken(token, issuer);
  const claims = await core.signer.verify(poolId, 'id', token);
  if (claims?.['iss'] !== issuer) throw new WebIdentityRefused('signature');
  assertCurrent(claims, core.clock.now());
  const audience = audienceAmong(claims, clientIds);
  return { provider: userPoolProvider(poolId), issuer, subject: textClaim(claims, 'sub'), audience, claims };
};

/** What the token says of itself, so that the refusal says more than that a signature is wrong. */
const assertIdToken = (token: string, issuer: string): void => {
  const claimed = unverifiedPayload(token);
  if (claimed === undefined) throw new WebIdentityRefused('malformed');
  if (claimed['iss'] !== issuer) throw new WebIdentityRefused('issuer');
  if (claimed['token_use'] !== 'id') throw new WebIdentityRefused('claim', 'aud');
};

/**
 * Server-side token check: the pool still has that user, who is enabled, and neither the sign-in was revoked nor the
 * user signed out everywhere since. Throws `WebIdentityRefused`.
 */
export const assertNotRevoked = async (core: Needs, poolId: string, claims: WebIdentity['claims']): Promise<void> => {
  const pool = await core.directory.findPool(poolId);
  if (!pool || !(await isStillGood(core, pool, claims))) throw new WebIdentityRefused('revoked');
};

const isStillGood = async (core: Needs, { id }: Pool, claims: WebIdentity['claims']): Promise<boolean> => {
  const origin = claims['origin_jti'];
  const [user, revoked] = await Promise.all([
    core.store.users.bySub(id, textClaim(claims, 'sub')),
    typeof origin === 'string' && core.store.revocations.isRevoked(id, origin),
  ]);
  return user?.enabled === true && !revoked && !isSignedOut(user, instantOf(textClaim(claims, 'jti')));
};
