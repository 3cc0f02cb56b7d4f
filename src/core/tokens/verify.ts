/** Who an access token speaks for. Every refusal says what Cognito says. */

import { unverifiedPayload } from '../../crypto/jws.ts';
import type { Client } from '../clients/client.ts';
import { type Core, issuerOf } from '../core.ts';
import { notAuthorized, passwordResetRequired, userNotFound } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';
import { instantOf, isSignedOut } from './origin.ts';

type Touches = Pick<Core, 'settings' | 'store' | 'clock' | 'signer' | 'directory'>;
type Payload = Record<string, unknown>;

export interface Bearer {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly claims: Readonly<Payload>;
}

const invalid = () => notAuthorized('Invalid Access Token');
const revoked = () => notAuthorized('Access Token has been revoked');

/**
 * Throws NotAuthorizedException, UserNotFoundException when the user is gone, PasswordResetRequiredException after
 * AdminResetUserPassword, or what `directory` throws.
 */
export async function verifyAccessToken(
  core: Touches,
  token: string,
  options: { readonly scope?: string },
): Promise<Bearer> {
  const pool = await poolOf(core, token);
  const claims = await core.signer.verify(pool.id, 'access', token);
  if (claims?.['iss'] !== issuerOf(core.settings, pool.id) || claims['token_use'] !== 'access') throw invalid();
  assertCurrent(claims, core.clock.now());
  assertScope(claims, options.scope);
  const [client, user, isRevoked] = await Promise.all([
    core.directory.client(text(claims, 'client_id')),
    core.store.users.bySub(pool.id, text(claims, 'sub')),
    isFamilyRevoked(core, pool, claims),
  ]);
  if (client.poolId !== pool.id) throw invalid();
  if (isRevoked) throw revoked();
  return { pool, client, user: activeUser(user, claims), claims };
}

/** The issuer only says whose keys to try: nothing of the token is believed before its signature is proved. */
async function poolOf(core: Touches, token: string): Promise<Pool> {
  const issuer = unverifiedPayload(token)?.['iss'];
  const base = issuerOf(core.settings, '');
  if (typeof issuer !== 'string' || !issuer.startsWith(base)) throw invalid();
  const pool = await core.directory.findPool(issuer.slice(base.length));
  if (!pool) throw invalid();
  return pool;
}

function assertCurrent(claims: Payload, now: number): void {
  const { exp } = claims;
  if (typeof exp !== 'number') throw invalid();
  if (exp * 1_000 <= now) throw notAuthorized('Access Token has expired');
}

function assertScope(claims: Payload, scope: string | undefined): void {
  if (scope === undefined || text(claims, 'scope').split(' ').includes(scope)) return;
  throw notAuthorized('Access Token does not have required scopes');
}

/** Clients without token revocation have no `origin_jti` in their tokens; global sign-out still ends them. */
const isFamilyRevoked = async (core: Touches, pool: Pool, claims: Payload): Promise<boolean> =>
  claims['origin_jti'] !== undefined && core.store.revocations.isRevoked(pool.id, text(claims, 'origin_jti'));

function activeUser(user: User | undefined, claims: Payload): User {
  if (!user) throw userNotFound();
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (isSignedOut(user, instantOf(text(claims, 'jti')))) throw revoked();
  if (user.status === 'RESET_REQUIRED') throw passwordResetRequired();
  return user;
}

function text(claims: Payload, name: string): string {
  const value = claims[name];
  if (typeof value !== 'string') throw invalid();
  return value;
}
