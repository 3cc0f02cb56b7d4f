/**
 * Authorization codes. One carries, sealed, all that its exchange needs: who signed in and what the client asked for. It
 * opens for its client alone, and once: the ticket that makes it single-use is spent in the commit of its first
 * exchange, and a second one means that two parties hold it, so what the first got is revoked (RFC 6749 section 4.1.2).
 */
import type { Client } from '../clients/client.ts';
import { refreshTokenSeconds } from '../clients/validity.ts';
import type { Core } from '../core.ts';
import { GuardFailed } from '../ports.ts';
import { openSealed } from '../sealed.ts';
import { familyRevocation } from '../tokens/revoke.ts';
import { TokenRefused } from './errors.ts';
import type { Person } from './person.ts';
import { answersChallenge } from './pkce.ts';
import type { AuthorizationRequest } from './request.ts';

/** Milliseconds. Developer guide, "The redirect and authorization endpoint". */
export const CODE_LIFETIME = 300_000;

export interface CodeGrant {
  readonly id: string;
  readonly poolId: string;
  readonly sub: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly codeChallenge?: string | undefined;
  readonly nonce?: string | undefined;
  readonly resource?: string | undefined;
  /** The sign-in (tokens/origin.ts), epoch ms. */
  readonly instant: number;
  /** Epoch ms. */
  readonly authTime: number;
  /** Of the tokens to come. */
  readonly originJti: string;
  readonly eventId: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

export const sealCode = (
  core: Pick<Core, 'clock' | 'random' | 'sealer'>,
  client: Client,
  request: AuthorizationRequest,
  person: Person,
): string => {
  const { scopes, redirectUri, codeChallenge, nonce, resource } = request;
  const grant: CodeGrant = {
    id: core.random.uuid(),
    poolId: client.poolId,
    sub: person.user.sub,
    ...{ scopes, redirectUri, codeChallenge, nonce, resource },
    instant: person.instant,
    authTime: person.authTime,
    originJti: core.random.uuid(),
    eventId: core.random.uuid(),
    expiresAt: core.clock.now() + CODE_LIFETIME,
  };
  return core.sealer.seal('authorization-code', JSON.stringify(grant), client.id);
};

export interface CodeExchange {
  readonly code: string;
  readonly redirectUri: string | undefined;
  readonly codeVerifier: string | undefined;
}

/** Throws TokenRefused (`invalid_grant`) for a code that is no such code, is over, or was made for something else. */
export const openCode = (core: Pick<Core, 'clock' | 'sealer'>, client: Client, exchange: CodeExchange): CodeGrant => {
  const grant = openSealed<CodeGrant>(core, 'authorization-code', exchange.code, client.id);
  const good =
    grant !== undefined &&
    grant.poolId === client.poolId &&
    core.clock.now() < grant.expiresAt &&
    grant.redirectUri === exchange.redirectUri &&
    answersChallenge(grant.codeChallenge, exchange.codeVerifier);
  if (!good) throw new TokenRefused('invalid_grant');
  return grant;
};

/** Throws TokenRefused (`invalid_grant`) for a second use, after it has ended what came from the first. */
export const spendCode = async (
  core: Pick<Core, 'clock' | 'store'>,
  client: Client,
  grant: CodeGrant,
): Promise<void> => {
  try {
    await core.store.commit([core.store.tickets.use(grant.id, grant.expiresAt)]);
  } catch (error) {
    if (!(error instanceof GuardFailed && error.guard === 'ticket.used')) throw error;
    await core.store.commit([familyRevocation(core, client, familyOf(client, grant))]);
    throw new TokenRefused('invalid_grant');
  }
};

/** No refresh token of the code lives longer than one that was issued in its last moment. */
const familyOf = (client: Client, { poolId, originJti, expiresAt }: CodeGrant) => ({
  poolId,
  originJti,
  expiresAt: expiresAt + refreshTokenSeconds(client) * 1_000,
});
