/** What userInfo says of the bearer of an access token (OpenID Connect Core section 5.3; developer guide, "The userInfo endpoint"). */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { attributesInScope } from '../tokens/scope-claims.ts';
import { verifyAccessToken } from '../tokens/verify.ts';
import { readableAttributes } from '../users/attributes.ts';

/** RFC 6750 section 3.1. */
export class BearerRefused extends Error {
  readonly error: 'invalid_request' | 'invalid_token' | 'insufficient_scope';

  constructor(error: BearerRefused['error']) {
    super(error);
    this.name = 'BearerRefused';
    this.error = error;
  }
}

/** Every value is text, the flags too, as Cognito has it. Throws BearerRefused. */
export const userInfoOf = async (
  core: Pick<Core, 'clock' | 'directory' | 'settings' | 'signer' | 'store'>,
  pool: Pool,
  token: string,
): Promise<Readonly<Record<string, string>>> => {
  const { client, user, claims, pool: issuer } = await bearerOf(core, token);
  if (issuer.id !== pool.id) throw new BearerRefused('invalid_token');
  const scopes = String(claims['scope']).split(' ');
  if (!scopes.includes('openid')) throw new BearerRefused('insufficient_scope');
  return {
    sub: user.sub,
    ...attributesInScope(scopes, readableAttributes(pool, user, client)),
    username: user.username,
  };
};

const bearerOf = async (core: Parameters<typeof verifyAccessToken>[0], token: string) => {
  try {
    return await verifyAccessToken(core, token, {});
  } catch (error) {
    throw error instanceof ServiceError ? new BearerRefused('invalid_token') : error;
  }
};
