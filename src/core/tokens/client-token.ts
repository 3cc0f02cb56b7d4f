/** Access tokens of app clients that act on their own behalf (API reference, GetClientToken). */
import type { Client } from '../clients/client.ts';
import { checkClientSecret } from '../clients/client-secret.ts';
import { isStandardScope } from '../clients/oauth-rules.ts';
import { accessTokenSeconds } from '../clients/validity.ts';
import { type Core, issuerOf } from '../core.ts';
import { invalidParameter, notAuthorized, ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { lapsedScopes } from '../resource-servers/scopes.ts';
import type { Metadata } from '../triggers/event.ts';
import { preClientTokenGeneration } from '../triggers/pre-token-generation.ts';
import type { Claims } from './claims.ts';
import { customizeAccess, customizeScopes } from './customize.ts';
import type { IssuingCore } from './issue.ts';

export const CLIENT_TOKEN_AUTH = 'ALLOW_CLIENT_TOKEN_AUTH';

export interface ClientTokenRequest extends ClientGrant {
  readonly secret: string;
}

const assertAllowed = (core: Pick<Core, 'sealer'>, client: Client, secret: string): void => {
  if (client.sealedSecrets.length === 0) throw notAuthorized(`Client ${client.id} has no client secret.`);
  checkClientSecret(core, client, secret, 'NotAuthorizedException');
  if (client.settings.explicitAuthFlows?.includes(CLIENT_TOKEN_AUTH)) return;
  throw invalidParameter('CLIENT_TOKEN_AUTH flow not enabled for this client');
};

export interface ClientGrant {
  /** Absent: all that the client may have. */
  readonly scopes?: readonly string[] | undefined;
  readonly clientMetadata?: Metadata | undefined;
}

/** Custom scopes that the client is configured with; those of resource servers that are gone have gone with them. */
const ownScopes = async (core: Pick<Core, 'directory'>, { poolId, settings }: Client): Promise<string[]> => {
  const own = (settings.allowedOAuthScopes ?? []).filter((scope) => !isStandardScope(scope));
  const gone = await lapsedScopes(core, poolId, own);
  return own.filter((scope) => !gone.includes(scope));
};

/** A scope that the client is not configured with. */
export class ScopeRefused extends ServiceError {
  constructor(scope: string) {
    super('InvalidParameterException', `Invalid scope requested: ${scope}`);
  }
}

const grantedScopes = (own: readonly string[], asked: readonly string[] | undefined): readonly string[] =>
  asked?.length ? [...new Set(asked)] : own;

/**
 * A token by which a client acts on its own behalf. Throws InvalidParameterException (scopes), and what
 * PreTokenGeneration throws.
 */
export const issueForClient = async (
  core: IssuingCore & Pick<Core, 'directory'>,
  pool: Pool,
  client: Client,
  { scopes: asked, clientMetadata }: ClientGrant,
): Promise<{ readonly accessToken: string; readonly expiresIn: number }> => {
  const own = await ownScopes(core, client);
  const scopes = grantedScopes(own, asked);
  const refused = scopes.find((scope) => !own.includes(scope));
  if (refused !== undefined) throw new ScopeRefused(refused);
  const changes = await preClientTokenGeneration(core, { pool, client, clientMetadata }, scopes);
  const expiresIn = accessTokenSeconds(client);
  const now = Math.floor(core.clock.now() / 1_000);
  const claims: Claims = {
    sub: client.id,
    token_use: 'access',
    scope: customizeScopes(scopes, changes).join(' '),
    auth_time: now,
    iss: issuerOf(core.settings, pool.id),
    exp: now + expiresIn,
    iat: now,
    version: 2,
    jti: core.random.uuid(),
    client_id: client.id,
  };
  const accessToken = await core.signer.sign(pool.id, 'access', customizeAccess(claims, changes, client.id));
  return { accessToken, expiresIn };
};

/** Throws NotAuthorizedException (secret), InvalidParameterException (flow, scopes), and what PreTokenGeneration throws. */
export const issueClientToken = async (
  core: IssuingCore & Pick<Core, 'directory'>,
  pool: Pool,
  client: Client,
  { secret, ...grant }: ClientTokenRequest,
): Promise<{ readonly accessToken: string; readonly expiresIn: number }> => {
  assertAllowed(core, client, secret);
  return issueForClient(core, pool, client, grant);
};
