/** An ID token as a hint of who somebody is (OpenID Connect Core section 3.1.2.1, RP-Initiated Logout 1.0 section 2). */
import { type Core, issuerOf } from '../core.ts';

export interface Hint {
  readonly sub: string;
  /** The client that it was issued to. */
  readonly audience: string;
}

/** Undefined for what is no ID token of the pool. One that is over still tells. */
export const readHint = async (
  core: Pick<Core, 'settings' | 'signer'>,
  poolId: string,
  token: string,
): Promise<Hint | undefined> => {
  const claims = await core.signer.verify(poolId, 'id', token);
  if (claims?.['iss'] !== issuerOf(core.settings, poolId) || claims['token_use'] !== 'id') return undefined;
  const { sub, aud: audience } = claims;
  return typeof sub === 'string' && typeof audience === 'string' ? { sub, audience } : undefined;
};
