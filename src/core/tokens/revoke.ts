/** How sign-ins end before their time: one by its refresh token, all of a user at once. */

import { unverifiedPayload } from '../../crypto/jws.ts';
import type { Client } from '../clients/client.ts';
import { accessTokenSeconds } from '../clients/validity.ts';
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { Write } from '../ports.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';
import { signOutInstant } from './origin.ts';
import { openRefreshToken, type RefreshGrant } from './refresh-token.ts';

/**
 * Revokes a refresh token with all that came from its sign-in. Revoking twice, or what is no token of this client, is
 * no error (RFC 7009 section 2.2). Throws UnsupportedOperationException, UnsupportedTokenTypeException.
 */
export async function revokeToken(
  core: Pick<Core, 'store' | 'sealer' | 'clock'>,
  client: Client,
  token: string,
): Promise<void> {
  if (!client.settings.enableTokenRevocation) {
    throw new ServiceError('UnsupportedOperationException', 'Token revocation is not enabled for this client');
  }
  if (unverifiedPayload(token)) throw new ServiceError('UnsupportedTokenTypeException', 'Unsupported token type');
  const grant = openRefreshToken(core, client, token);
  if (!grant || grant.expiresAt <= core.clock.now()) return;
  await core.store.commit([familyRevocation(core, client, grant)]);
}

/** Kept past the refresh token's end: an access token minted in its last moment outlives it. */
export const familyRevocation = (
  core: Pick<Core, 'store'>,
  client: Client,
  grant: Pick<RefreshGrant, 'poolId' | 'originJti' | 'expiresAt'>,
): Write =>
  core.store.revocations.insert(grant.poolId, grant.originJti, grant.expiresAt + accessTokenSeconds(client) * 1_000);

/** Every token that the user has had until now stops working. */
export async function signOutEverywhere(core: Pick<Core, 'store' | 'clock'>, pool: Pool, user: User): Promise<void> {
  await commitUser(core, pool, user, (current) => ({
    user: { ...current, tokensValidAfter: signOutInstant(current, core.clock.now()) },
  }));
}
