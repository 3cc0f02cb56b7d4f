/** The revocation endpoint (RFC 7009; developer guide, "The token revocation endpoint"). */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { revokeToken } from '../tokens/revoke.ts';
import { authenticateClient } from './client-auth/registry.ts';
import { TokenRefused } from './errors.ts';
import { assertSingle, required, type TokenRequest } from './token-request.ts';

/** Ends the sign-in of a refresh token. Of what is no token of this client nothing is said. Throws TokenRefused. */
export const revokeFor = async (
  core: Pick<Core, 'clock' | 'directory' | 'sealer' | 'store'>,
  pool: Pool,
  request: TokenRequest,
): Promise<void> => {
  assertSingle(request.parameters);
  const client = await authenticateClient(core, pool, request);
  const token = required(request.parameters, 'token');
  try {
    await revokeToken(core, client, token);
  } catch (error) {
    throw error instanceof ServiceError ? refusal(error) : error;
  }
};

const refusal = ({ code, message }: ServiceError): TokenRefused =>
  new TokenRefused(code === 'UnsupportedTokenTypeException' ? 'unsupported_token_type' : 'invalid_request', message);
