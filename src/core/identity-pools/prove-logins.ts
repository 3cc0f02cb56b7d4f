/**
 * The logins of a request, each checked with its provider. Source: API reference, GetId and GetCredentialsForIdentity;
 * developer guide, "Identity pools external identity providers".
 */
import { looksSigned } from '../../crypto/jwks.ts';
import type { Core } from '../core.ts';
import { invalidParameter, ServiceError } from '../errors.ts';
import { invalidLogin, loginsDoNotMatch, unsupportedProvider } from './errors.ts';
import { verifyOfProvider } from './logins.ts';
import type { ProvedLogin } from './proved-login.ts';
import { KeysUnavailable } from './provider-keys.ts';
import { publicProviders } from './public-providers.ts';
import { type IdentityPool, oidcName } from './records.ts';
import { proveSamlLogin } from './saml-login.ts';
import { assertNotRevoked, providerNamed, userPoolIn, verifyUserPoolToken } from './user-pool-token.ts';
import { type WebIdentity, WebIdentityRefused } from './web-identity.ts';

export type ProvingCore = Pick<Core, 'clock' | 'directory' | 'fetch' | 'saml' | 'settings' | 'signer' | 'store'>;

/** Provider to token. */
export type Logins = Readonly<Record<string, string>>;

/**
 * All of them, or none: one that is not good refuses the request. Throws NotAuthorizedException,
 * InvalidParameterException, ExternalServiceException.
 */
export const proveLogins = (core: ProvingCore, pool: IdentityPool, logins: Logins): Promise<ProvedLogin[]> =>
  Promise.all(
    Object.entries(logins).map(([name, token]) => proveLogin(core, pool, providerNamed(core.settings, name), token)),
  );

const proveLogin = async (core: ProvingCore, pool: IdentityPool, name: string, token: string) => {
  const prove = waysOf(pool, name);
  if (prove === undefined) throw unsupported(pool, name);
  try {
    return await prove(core, pool, name, token);
  } catch (error) {
    throw inWordsOfCognito(core, name, error);
  }
};

const unsupported = (pool: IdentityPool, name: string): ServiceError => {
  const { settings } = pool;
  if (name === settings.developerProviderName) return invalidParameter('Please provide a valid public provider.');
  return hasProviders(pool) ? unsupportedProvider() : loginsDoNotMatch();
};

const hasProviders = ({ settings }: IdentityPool): boolean =>
  settings.userPools.length + settings.openIdConnectProviderArns.length + settings.samlProviderArns.length > 0 ||
  Object.keys(settings.supportedLoginProviders).length > 0;

type Prove = (core: ProvingCore, pool: IdentityPool, name: string, token: string) => Promise<ProvedLogin>;

/** Undefined: the pool has no such provider. */
const waysOf = ({ settings }: IdentityPool, name: string): Prove | undefined => {
  if (settings.userPools.some(({ providerName }) => providerName === name)) return ofUserPool;
  if (Object.hasOwn(settings.supportedLoginProviders, name)) return ofPublicProvider;
  if (settings.samlProviderArns.includes(name)) return ofSamlProvider;
  return settings.openIdConnectProviderArns.some((arn) => oidcName(arn) === name) ? ofOidcProvider : undefined;
};

const ofUserPool: Prove = async (core, { settings }, name, token) => {
  const poolId = userPoolIn(name) ?? '';
  const entries = settings.userPools.filter(({ providerName }) => providerName === name);
  const clientIds = entries.map(({ clientId }) => clientId);
  const { subject, audience, claims } = await verifyUserPoolToken(core, poolId, clientIds, token);
  const checked = entries.some((entry) => entry.clientId === audience && entry.serverSideTokenCheck);
  if (checked) await assertNotRevoked(core, poolId, claims);
  return proved(name, { subject, claims }, [`${name}:${audience}`, name], `${name}:CognitoSignIn:${subject}`);
};

const ofPublicProvider: Prove = async (core, { settings }, name, token) => {
  const provider = publicProviders.get(name);
  if (provider === undefined) throw unsupportedProvider();
  const { subject, audience, claims } = await provider.verify(core, token, settings.supportedLoginProviders[name]);
  return proved(name, { subject, claims }, [name], `${name}:${audience}:${subject}`);
};

const ofOidcProvider: Prove = async (core, { settings }, name, token) => {
  const arn = settings.openIdConnectProviderArns.find((each) => oidcName(each) === name) ?? '';
  const provider = await core.store.iam.find(arn.split(':')[4] ?? '', 'oidc-provider', name);
  if (provider?.name !== name) throw unsupportedProvider();
  if (!looksSigned(token)) throw new WebIdentityRefused('malformed');
  const { subject, claims } = await verifyOfProvider(core, provider, token);
  return proved(name, { subject, claims }, [arn, name], `${arn}:OIDC:${subject}`);
};

const ofSamlProvider: Prove = async (core, _pool, arn, response) => {
  const { subject, claims } = await proveSamlLogin(core, arn, response);
  return proved(arn, { subject, claims }, [arn], `${arn}:SAML:${subject}`);
};

const proved = (
  provider: string,
  { subject, claims }: Pick<WebIdentity, 'claims' | 'subject'>,
  names: readonly string[],
  told: string,
): ProvedLogin => ({ login: { provider, subject }, names, subject: told, claims });

const inWordsOfCognito = ({ clock }: Pick<Core, 'clock'>, name: string, error: unknown): unknown => {
  if (error instanceof KeysUnavailable) return unreachable(name);
  if (!(error instanceof WebIdentityRefused)) return error;
  const { reason, detail } = error;
  switch (reason) {
    case 'malformed':
      return invalidLogin('Not a valid OpenId Connect identity token.');
    case 'claim':
      return invalidLogin(`Missing a required claim: ${detail}`);
    case 'expired':
      return invalidLogin(`Token expired: ${Math.floor(clock.now() / 1_000)} >= ${detail}`);
    case 'not-yet':
      return invalidLogin('Token is not yet valid.');
    case 'issuer':
      return invalidLogin("Issuer doesn't match providerName");
    case 'signature':
      return invalidLogin('Token signature invalid.');
    case 'revoked':
      return invalidLogin('Token has been revoked.');
    case 'audience':
      return userPoolIn(name) === undefined ? invalidLogin('Incorrect token audience.') : unsupportedProvider();
    case 'provider':
      return unsupportedProvider();
    case 'unreachable':
      return unreachable(name);
  }
};

const unreachable = (name: string) =>
  new ServiceError('ExternalServiceException', `The login provider ${name} did not answer.`);
