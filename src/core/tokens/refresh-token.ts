/**
 * What a refresh token carries: sealed, so that only this service reads it, and bound to its client. It names the
 * family (`originJti`) that revocation speaks of and the sign-in that global sign-out compares with.
 */
import type { Client } from '../clients/client.ts';
import type { Core } from '../core.ts';
import { openSealed } from '../sealed.ts';

export interface RefreshGrant {
  /** Of this one token: what rotation consumes. */
  readonly id: string;
  readonly poolId: string;
  readonly sub: string;
  readonly originJti: string;
  readonly eventId: string;
  readonly scopes: readonly string[];
  /** The sign-in (tokens/origin.ts), epoch ms. */
  readonly instant: number;
  /** Epoch ms. */
  readonly authTime: number;
  /** Epoch ms. */
  readonly expiresAt: number;
  /** The device that the token belongs to; without it the token is good for nothing. */
  readonly deviceKey?: string;
  /** Of an authorization by the OAuth endpoints, wherever it is refreshed. */
  readonly version?: 2;
  /** The audience of its access tokens (RFC 8707). */
  readonly resource?: string;
}

export const sealRefreshToken = (core: Pick<Core, 'sealer'>, client: Client, grant: RefreshGrant): string =>
  core.sealer.seal('refresh-token', JSON.stringify(grant), client.id);

/** Undefined for anything but a refresh token that this client got. */
export function openRefreshToken(core: Pick<Core, 'sealer'>, client: Client, token: string): RefreshGrant | undefined {
  const grant = openSealed<RefreshGrant>(core, 'refresh-token', token, client.id);
  return grant?.poolId === client.poolId ? grant : undefined;
}
