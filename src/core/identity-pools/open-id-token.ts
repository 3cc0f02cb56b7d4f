/** OpenID tokens for the basic flow. Source: API reference, GetOpenIdToken. */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import { assertNoIdentityToken, type IdentifyingCore, identify } from './identify.ts';
import { principalTagsOf } from './principal-tags.ts';
import type { Logins } from './prove-logins.ts';
import { signIdentityToken } from './tokens.ts';

/** Seconds. */
const LIFETIME = 600;

export interface TokenOfIdentity {
  readonly identityId: string;
  readonly token: string;
}

/** Throws InvalidParameterException where the pool has no basic flow, and what `identify` throws. */
export const getOpenIdToken = async (
  core: IdentifyingCore & Pick<Core, 'signer'>,
  identityId: string,
  given: Logins | undefined,
): Promise<TokenOfIdentity> => {
  // Or a token that was stolen could be renewed for ever.
  assertNoIdentityToken(given);
  const { pool, identity, logins, amr } = await identify(core, identityId, given);
  if (!pool.settings.allowClassicFlow) {
    throw invalidParameter('Basic (classic) flow is not enabled, please use enhanced flow.');
  }
  const facts = { identityId: identity.id, poolId: pool.id, amr, principalTags: principalTagsOf(pool, logins) };
  return { identityId: identity.id, token: await signIdentityToken(core, facts, LIFETIME) };
};
