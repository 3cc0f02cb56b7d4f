/**
 * New tokens for a refresh token. Where the client rotates refresh tokens, each is good for one exchange and, for
 * retries, for the grace period after it; a later use means that two parties hold it, so the whole family is revoked
 * (RFC 9700 section 4.14.2).
 */
import type { Client } from '../clients/client.ts';
import type { Core } from '../core.ts';
import { tracksDevices } from '../devices/tracking.ts';
import { notAuthorized, ServiceError, userNotFound } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed } from '../ports.ts';
import type { Metadata } from '../triggers/event.ts';
import type { User } from '../users/user.ts';
import { type IssuedTokens, type IssuingCore, tokensOf } from './issue.ts';
import { isSignedOut } from './origin.ts';
import { openRefreshToken, type RefreshGrant, sealRefreshToken } from './refresh-token.ts';
import { familyRevocation } from './revoke.ts';

type RefreshCore = IssuingCore & Pick<Core, 'directory'>;

export interface RefreshInput {
  readonly client: Client;
  readonly refreshToken: string;
  readonly deviceKey?: string | undefined;
  readonly clientMetadata?: Metadata | undefined;
}

const invalid = () => notAuthorized('Invalid Refresh Token.');
const revoked = () => notAuthorized('Refresh Token has been revoked');

export const rotatesRefreshTokens = (client: Client): boolean =>
  client.settings.refreshTokenRotation?.feature === 'ENABLED';

/**
 * Throws NotAuthorizedException, UserNotFoundException, RefreshTokenReuseException, and what PreTokenGeneration throws:
 * then the refresh token is not used up.
 */
export async function refreshTokens(core: RefreshCore, input: RefreshInput): Promise<IssuedTokens> {
  const { client } = input;
  const grant = openRefreshToken(core, client, input.refreshToken);
  if (!grant) throw invalid();
  if (grant.expiresAt <= core.clock.now()) throw notAuthorized('Refresh Token has expired');
  const [pool, user] = await Promise.all([
    core.directory.pool(grant.poolId),
    core.store.users.bySub(grant.poolId, grant.sub),
    assertNotRevoked(core, grant),
  ]);
  await assertOnDevice(core, pool, grant, input.deviceKey);
  const bearer = {
    pool,
    client,
    user: activeUser(user, grant),
    source: 'TokenGeneration_RefreshTokens',
    clientMetadata: input.clientMetadata,
  } as const;
  if (!rotatesRefreshTokens(client)) return tokensOf(core, bearer, grant);
  await assertUnused(core, client, grant);
  const tokens = await tokensOf(core, bearer, grant);
  // Used up last, so that a failure before leaves the client with a token that works.
  await useUp(core, client, grant);
  // The successor lives as long as its predecessor would have.
  return { ...tokens, refreshToken: sealRefreshToken(core, client, { ...grant, id: core.random.uuid() }) };
}

async function assertNotRevoked(core: RefreshCore, grant: RefreshGrant): Promise<void> {
  if (await core.store.revocations.isRevoked(grant.poolId, grant.originJti)) throw revoked();
}

/** Tokens of a device that was never confirmed, or was forgotten, are good for nothing. */
async function assertOnDevice(core: RefreshCore, pool: Pool, grant: RefreshGrant, named?: string): Promise<void> {
  const { poolId, sub, deviceKey } = grant;
  if (deviceKey === undefined || !tracksDevices(pool)) return;
  if (named !== deviceKey || !(await core.store.devices.byKey(poolId, sub, deviceKey))) throw invalid();
}

function activeUser(user: User | undefined, grant: RefreshGrant): User {
  if (!user) throw userNotFound();
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (isSignedOut(user, grant.instant)) throw revoked();
  return user;
}

async function useUp(core: RefreshCore, client: Client, grant: RefreshGrant): Promise<void> {
  const { poolId, id, expiresAt } = grant;
  try {
    await core.store.commit([core.store.rotations.insert(poolId, id, core.clock.now(), expiresAt)]);
  } catch (error) {
    if (!(error instanceof GuardFailed && error.guard === 'rotation.used')) throw error;
    await assertUnused(core, client, grant);
  }
}

/** Passes within the grace period too. */
async function assertUnused(core: RefreshCore, client: Client, grant: RefreshGrant): Promise<void> {
  const used = await core.store.rotations.find(grant.poolId, grant.id);
  const graceMs = (client.settings.refreshTokenRotation?.retryGracePeriodSeconds ?? 0) * 1_000;
  if (!used || core.clock.now() < used.usedAt + graceMs) return;
  await core.store.commit([familyRevocation(core, client, grant)]);
  throw new ServiceError('RefreshTokenReuseException', 'Refresh token has already been used.');
}
