/** The one place that mints tokens. */
import type { Client } from '../clients/client.ts';
import { accessTokenSeconds, refreshTokenSeconds } from '../clients/validity.ts';
import type { Core } from '../core.ts';
import type { NewDevice } from '../devices/tracking.ts';
import { groupsOfUser } from '../groups/of-user.ts';
import type { Pool } from '../pools/pool.ts';
import type { Metadata } from '../triggers/event.ts';
import { preTokenGeneration, type TokenSource } from '../triggers/pre-token-generation.ts';
import type { User } from '../users/user.ts';
import { API_SCOPE, accessClaims, idClaims, type TokenFacts } from './claims.ts';
import { customizeAccess, customizeId, customizeScopes, type TokenChanges } from './customize.ts';
import { signInInstant, tokenId } from './origin.ts';
import { type RefreshGrant, sealRefreshToken } from './refresh-token.ts';

export type IssuingCore = Pick<Core, 'settings' | 'store' | 'clock' | 'random' | 'sealer' | 'signer' | 'functions'>;

export interface IssueInput {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly scopes?: readonly string[];
  readonly eventId?: string;
  /** Epoch ms; now unless given. */
  readonly authTime?: number;
  readonly originJti?: string;
  /** When the request began, before its user was read: a sign-out or block since then ends the tokens. Epoch ms. */
  readonly startedAt?: number | undefined;
  /** Of a sign-in that was before the request (tokens/origin.ts); epoch ms. */
  readonly instant?: number | undefined;
  readonly refreshToken?: 'new' | 'none';
  readonly version?: 2;
  /** Of the authorization request, for this one ID token. */
  readonly nonce?: string | undefined;
  /** The audience of the access tokens (RFC 8707). */
  readonly resource?: string | undefined;
  /** What PreTokenGeneration is told led to the tokens; `TokenGeneration_Authentication` unless given. */
  readonly source?: TokenSource | undefined;
  /** ClientMetadata, where the operation passes it on to PreTokenGeneration. */
  readonly clientMetadata?: Metadata | undefined;
  readonly deviceKey?: string | undefined;
  /** Handed out with the tokens, which are its own. */
  readonly newDevice?: NewDevice | undefined;
}

export interface IssuedTokens {
  readonly accessToken: string;
  /** Absent where the OAuth endpoints were not asked for `openid`. */
  readonly idToken?: string;
  readonly refreshToken?: string;
  /** Seconds that the access token lives. */
  readonly expiresIn: number;
  readonly newDevice?: NewDevice;
}

/** The tokens of a new sign-in. Throws what PreTokenGeneration throws, as `tokensOf` does. */
export async function issueTokens(core: IssuingCore, input: IssueInput): Promise<IssuedTokens> {
  const now = core.clock.now();
  const grant: RefreshGrant = {
    id: core.random.uuid(),
    poolId: input.pool.id,
    sub: input.user.sub,
    originJti: input.originJti ?? core.random.uuid(),
    eventId: input.eventId ?? core.random.uuid(),
    scopes: input.scopes ?? [API_SCOPE],
    instant: input.instant ?? signInInstant(input.user, input.startedAt ?? now),
    authTime: input.authTime ?? now,
    expiresAt: now + refreshTokenSeconds(input.client) * 1_000,
    ...(input.deviceKey && { deviceKey: input.deviceKey }),
    ...(input.version && { version: input.version }),
    ...(input.resource && { resource: input.resource }),
  };
  const tokens = { ...(await tokensOf(core, input, grant)), newDevice: input.newDevice };
  if (input.refreshToken === 'none') return tokens;
  return { ...tokens, refreshToken: sealRefreshToken(core, input.client, grant) };
}

/** ID and access token of a sign-in, fresh or refreshed. Groups are those of this moment. */
export async function tokensOf(
  core: IssuingCore,
  input: Pick<IssueInput, 'pool' | 'client' | 'user' | 'nonce' | 'source' | 'clientMetadata'>,
  grant: RefreshGrant,
): Promise<IssuedTokens> {
  const { pool, client, user, nonce, source = 'TokenGeneration_Authentication' } = input;
  const { scopes } = grant;
  const groups = await groupsOfUser(core, pool.id, user.sub);
  const changes = await preTokenGeneration(core, input, source, { user, groups, scopes });
  const facts: SignInFacts = {
    settings: core.settings,
    pool,
    client,
    user,
    groups,
    now: core.clock.now(),
    ...grant,
    nonce,
  };
  const withScopes = { ...facts, scopes: customizeScopes(scopes, changes) };
  const claims = customizeAccess(accessClaims(withScopes, tokenId(core.random, grant.instant)), changes, client.id);
  const signing = core.signer.sign(pool.id, 'access', claims);
  const [accessToken, idToken] = await Promise.all([signing, idTokenOf(core, facts, changes, signing)]);
  return { accessToken, ...(idToken && { idToken }), expiresIn: accessTokenSeconds(client) };
}

/** Both tokens tell the sign-in's instant in their `jti` (tokens/origin.ts). */
type SignInFacts = TokenFacts & Pick<RefreshGrant, 'instant'>;

/** Undefined where the OAuth endpoints were not asked for one. Only theirs has a hash, and waits, of the access token. */
const idTokenOf = async (
  core: IssuingCore,
  facts: SignInFacts,
  changes: TokenChanges | undefined,
  accessToken: Promise<string>,
): Promise<string | undefined> => {
  const { pool, version, scopes } = facts;
  if (version && !scopes.includes('openid')) return undefined;
  const claims = idClaims(facts, tokenId(core.random, facts.instant), version && (await accessToken));
  return core.signer.sign(pool.id, 'id', customizeId(claims, changes));
};
