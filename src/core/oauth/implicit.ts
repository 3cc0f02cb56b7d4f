/** The implicit grant: tokens at once, and no refresh token (OpenID Connect Core section 3.2.2.5). */
import type { Client } from '../clients/client.ts';
import type { Pool } from '../pools/pool.ts';
import { type IssuingCore, issueTokens } from '../tokens/issue.ts';
import type { Person } from './person.ts';
import type { AuthorizationRequest } from './request.ts';

/** Throws what PreTokenGeneration throws. */
export const implicitTokens = async (
  core: IssuingCore,
  pool: Pool,
  client: Client,
  { scopes, nonce, resource }: AuthorizationRequest,
  { user, authTime, instant }: Person,
): Promise<Record<string, string | number | undefined>> => {
  const tokens = await issueTokens(core, {
    ...{ pool, client, user, scopes, nonce, resource, authTime, instant },
    source: 'TokenGeneration_HostedAuth',
    version: 2,
    refreshToken: 'none',
  });
  return {
    id_token: tokens.idToken,
    access_token: tokens.accessToken,
    expires_in: tokens.expiresIn,
    token_type: 'Bearer',
  };
};
