/**
 * Tokens of web identities, for roles that are assumed with them: of providers that an account has registered in IAM
 * (this deployment's own user pools among them), and of those that everybody knows.
 */
import { looksSigned } from '../../crypto/jwks.ts';
import { unverifiedPayload } from '../../crypto/jws.ts';
import { type Core, issuerOf } from '../core.ts';
import { entityArn, type OidcProvider } from '../iam/records.ts';
import { KeysUnavailable, verifiedByProvider } from './provider-keys.ts';
import { publicProviders } from './public-providers.ts';
import { claimedPool, userPoolProvider, verifyUserPoolToken } from './user-pool-token.ts';
import { assertCurrent, audienceAmong, textClaim, type WebIdentity, WebIdentityRefused } from './web-identity.ts';

type Needs = Pick<Core, 'clock' | 'directory' | 'fetch' | 'settings' | 'signer' | 'store'>;

/**
 * `providerId`: `graph.facebook.com` or `www.amazon.com`, whose tokens do not say whose they are. Throws
 * `WebIdentityRefused`.
 */
export const verifyWebIdentity = async (
  core: Needs,
  account: string,
  token: string,
  providerId?: string,
): Promise<WebIdentity> => {
  try {
    const asked = providerId === undefined ? undefined : publicProviders.get(providerId);
    if (asked !== undefined) return await asked.verify(core, token, undefined);
    return await verifySigned(core, account, token);
  } catch (error) {
    if (error instanceof KeysUnavailable) throw new WebIdentityRefused('unreachable', '', { cause: error });
    throw error;
  }
};

const verifySigned = async (core: Needs, account: string, token: string): Promise<WebIdentity> => {
  if (!looksSigned(token)) throw new WebIdentityRefused('malformed');
  const issuer = textClaim(unverifiedPayload(token) ?? {}, 'iss');
  const poolId = claimedPool(core, token);
  if (poolId !== undefined) return ofUserPool(core, account, poolId, token);
  const known = publicProviders.get(issuer.replace(/^https:\/\//, ''));
  if (known !== undefined) return known.verify(core, token, undefined);
  const provider = await registered(core, account, [withoutScheme(issuer)]);
  return verifyOfProvider(core, provider, token);
};

/** Registered under the name that AWS has for the pool, or under its address here. */
const ofUserPool = async (core: Needs, account: string, poolId: string, token: string): Promise<WebIdentity> => {
  const names = [userPoolProvider(poolId), issuerOf(core.settings, poolId).replace(/^https?:\/\//, '')];
  const provider = await registered(core, account, names);
  const identity = await verifyUserPoolToken(core, poolId, provider.clientIds, token);
  return { ...identity, provider: provider.name, providerArn: arnOf(provider) };
};

const registered = async (core: Needs, account: string, names: readonly string[]): Promise<OidcProvider> => {
  for (const name of names) {
    const provider = await core.store.iam.find(account, 'oidc-provider', name);
    if (provider?.name === name) return provider;
  }
  throw new WebIdentityRefused('provider', names[0]);
};

/** A token of a provider that is registered in IAM. Throws `WebIdentityRefused`, `KeysUnavailable`. */
export const verifyOfProvider = async (
  core: Pick<Core, 'clock' | 'fetch'>,
  provider: OidcProvider,
  token: string,
): Promise<WebIdentity> => {
  const issuer = textClaim(unverifiedPayload(token) ?? {}, 'iss');
  if (withoutScheme(issuer) !== provider.name) throw new WebIdentityRefused('issuer');
  const claims = await verifiedByProvider(core, { issuer: `https://${provider.name}` }, token);
  if (typeof claims === 'string') throw new WebIdentityRefused('signature');
  assertCurrent(claims, core.clock.now());
  const audience = audienceAmong(claims, provider.clientIds);
  const subject = textClaim(claims, 'sub');
  return { provider: provider.name, providerArn: arnOf(provider), issuer, subject, audience, claims };
};

/** The name in IAM of a provider: its URL without `https://`. */
const withoutScheme = (issuer: string): string => issuer.replace(/^https:\/\//, '').replace(/\/$/, '');

const arnOf = ({ account, name }: OidcProvider): string =>
  entityArn({ kind: 'oidc-provider', account, path: '/', name });
