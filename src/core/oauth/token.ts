/** The token endpoint (RFC 6749 section 3.2; developer guide, "The token issuer endpoint"). */
import type { Pool } from '../pools/pool.ts';
import { authenticateClient } from './client-auth/registry.ts';
import { TokenRefused } from './errors.ts';
import type { GrantCore, GrantedTokens } from './grants/grant.ts';
import { grantOfType } from './grants/registry.ts';
import { assertSingle, asTokenRefusal, required, type TokenRequest } from './token-request.ts';

/** Throws TokenRefused. */
export const tokensFor = async (core: GrantCore, pool: Pool, request: TokenRequest): Promise<GrantedTokens> => {
  const { parameters } = request;
  assertSingle(parameters);
  const grant = grantOfType(required(parameters, 'grant_type'));
  if (!grant) throw new TokenRefused('unsupported_grant_type');
  const client = await authenticateClient(core, pool, request);
  try {
    return await grant.tokens(core, { pool, client, parameters });
  } catch (error) {
    throw asTokenRefusal(error);
  }
};
