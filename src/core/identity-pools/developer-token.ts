/**
 * Tokens for identities that the developer's own back end vouches for. Source: API reference,
 * GetOpenIdTokenForDeveloperIdentity.
 */
import { notAuthorized, ServiceError } from '../errors.ts';
import type { Owner } from '../pools/owned-pool.ts';
import { developerUserTaken, unsupportedDeveloperProvider } from './errors.ts';
import { identityIn, ownedIdentityPool } from './find.ts';
import type { IdentifyingCore } from './identify.ts';
import { identityOfLogins, identityWithLogins } from './link.ts';
import type { TokenOfIdentity } from './open-id-token.ts';
import { type Logins, proveLogins } from './prove-logins.ts';
import { amrOf, type ProvedLogin } from './proved-login.ts';
import type { Identity, IdentityPool } from './records.ts';
import { signIdentityToken } from './tokens.ts';

/** Seconds. */
const DEFAULT_LIFETIME = 900;

export interface DeveloperTokenRequest {
  readonly poolId: string;
  readonly identityId?: string | undefined;
  /** The developer's provider to its user; beside it other providers to their tokens. */
  readonly logins: Logins;
  readonly principalTags?: Readonly<Record<string, string>> | undefined;
  /** Seconds. */
  readonly duration?: number | undefined;
}

/**
 * Throws ResourceNotFoundException, InvalidParameterException, NotAuthorizedException, ResourceConflictException,
 * DeveloperUserAlreadyRegisteredException.
 */
export const getDeveloperToken = async (
  core: IdentifyingCore,
  owner: Owner,
  { poolId, identityId, logins, principalTags, duration = DEFAULT_LIFETIME }: DeveloperTokenRequest,
): Promise<TokenOfIdentity> => {
  const pool = await ownedIdentityPool(core, owner, poolId);
  const proved = await developerLogins(core, pool, logins);
  const own = proved.map(({ login }) => login);
  const identity = await (identityId === undefined
    ? identityOfLogins(core, pool, own)
    : linkedTo(core, pool, await identityIn(core, pool, identityId), own));
  const facts = { identityId: identity.id, poolId: pool.id, amr: amrOf(proved), principalTags };
  return { identityId: identity.id, token: await signIdentityToken(core, facts, duration) };
};

const developerLogins = async (core: IdentifyingCore, pool: IdentityPool, logins: Logins): Promise<ProvedLogin[]> => {
  const provider = pool.settings.developerProviderName;
  if (provider === undefined || !Object.hasOwn(logins, provider)) throw unsupportedDeveloperProvider();
  const { [provider]: subject = '', ...others } = logins;
  const login = { provider, subject };
  const own = { login, names: [provider], subject: `${provider}:${pool.id}:${subject}`, claims: { sub: subject } };
  try {
    return [own, ...(await proveLogins(core, pool, others))];
  } catch (error) {
    // This operation declares no ExternalServiceException.
    if (error instanceof ServiceError && error.code === 'ExternalServiceException') throw notAuthorized(error.message);
    throw error;
  }
};

/** To the identity that is named, and to no other. */
const linkedTo = async (
  core: IdentifyingCore,
  pool: IdentityPool,
  named: Identity,
  [developer, ...others]: readonly ProvedLogin['login'][],
): Promise<Identity> => {
  if (developer === undefined) throw unsupportedDeveloperProvider();
  const holder = await core.store.identities.byLogin(pool.id, developer.provider, developer.subject);
  if (holder !== undefined && holder.id !== named.id) throw developerUserTaken();
  return identityWithLogins(core, pool, named, [developer, ...others]);
};
