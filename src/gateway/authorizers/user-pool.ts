/**
 * COGNITO_USER_POOLS: an ID token; where the method has scopes, an access token with one of them.
 * Source: API Gateway developer guide, "Control access to REST APIs using Amazon Cognito user pools".
 */
import { Refused } from '../answers.ts';
import type { Authorizer } from '../api.ts';
import { type Call, headerOf, type Identity } from '../call.ts';
import { tokenIn } from './bearer.ts';
import type { PoolTokens } from './pool-tokens.ts';

type UserPoolAuthorizer = Extract<Authorizer, { kind: 'user-pool' }>;

/** Throws `Refused`. */
export const checkUserPool = async (
  tokens: PoolTokens,
  { pools, header, validation }: UserPoolAuthorizer,
  call: Call,
): Promise<Identity> => {
  const value = headerOf(call, header);
  const token = tokenIn(value);
  if (value === undefined || token === undefined) throw new Refused('UNAUTHORIZED');
  if (validation && !validation.test(value)) throw new Refused('UNAUTHORIZED');
  const found = await tokens.verify(token);
  if (found === 'expired') throw new Refused('UNAUTHORIZED', { message: 'The incoming token has expired' });
  if (typeof found === 'string' || !pools.includes(found.poolId)) throw new Refused('UNAUTHORIZED');
  const { scopes } = call.route;
  if (scopes.length === 0) {
    if (found.use !== 'id') throw new Refused('UNAUTHORIZED');
  } else if (found.use !== 'access' || !scopes.some((scope) => found.scopes.includes(scope))) {
    throw new Refused('UNAUTHORIZED');
  }
  return { kind: 'claims', claims: found.claims, scopes: found.scopes };
};
