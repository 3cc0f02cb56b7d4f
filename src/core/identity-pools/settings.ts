/** What an identity pool may be set to. Source: API reference, CreateIdentityPool; developer guide, "Quotas". */
import { invalidParameter, ServiceError } from '../errors.ts';
import { publicProviders } from './public-providers.ts';
import { type IdentityPool, type IdentityPoolSettings, oidcName, type UserPoolProvider } from './records.ts';
import { IDENTITY_PROVIDER } from './tokens.ts';
import { userPoolIn } from './user-pool-token.ts';

const MAX_USER_POOLS = 50;
const MAX_TAGS = 50;

/** Throws InvalidParameterException, LimitExceededException. */
export const checkSettings = (settings: IdentityPoolSettings): void => {
  for (const provider of settings.userPools) checkUserPool(provider);
  if (settings.userPools.length > MAX_USER_POOLS) throw limit('Cognito user pool providers', MAX_USER_POOLS);
  checkArns(settings.openIdConnectProviderArns, 'oidc-provider', 'OpenIdConnectProviderARN');
  checkArns(settings.samlProviderArns, 'saml-provider', 'SamlProviderARN');
  checkPublicProviders(settings.supportedLoginProviders);
  checkDeveloperProvider(settings);
  checkTags(settings.tags);
};

const limit = (what: string, most: number) =>
  new ServiceError('LimitExceededException', `Exceeded the maximum number of ${what} in an identity pool: ${most}.`);

const checkUserPool = ({ providerName, clientId }: UserPoolProvider): void => {
  if (providerName === '' || clientId === '') throw invalidParameter('ProviderName and ClientId are required.');
  if (userPoolIn(providerName) === undefined) throw invalidParameter(`Invalid Cognito provider name: ${providerName}`);
};

const checkArns = (arns: readonly string[], kind: string, name: string): void => {
  const form = new RegExp(`^arn:[\\w-]+:iam::\\d{12}:${kind}/\\S+$`);
  const wrong = arns.find((arn) => !form.test(arn));
  if (wrong !== undefined) throw invalidParameter(`Invalid ${name}: ${wrong}`);
};

const checkPublicProviders = (providers: IdentityPoolSettings['supportedLoginProviders']): void => {
  const wrong = Object.keys(providers).find((name) => !publicProviders.has(name));
  if (wrong !== undefined) throw invalidParameter(`${wrong} is not a supported login provider.`);
};

/** A name that another provider has would let its subjects and the developer's be taken for each other. */
const checkDeveloperProvider = ({
  developerProviderName: name,
  openIdConnectProviderArns,
}: IdentityPoolSettings): void => {
  if (name === undefined) return;
  const taken =
    publicProviders.has(name) ||
    name === IDENTITY_PROVIDER ||
    userPoolIn(name) !== undefined ||
    openIdConnectProviderArns.some((arn) => oidcName(arn) === name);
  if (taken) throw invalidParameter(`${name} cannot be the name of a developer provider.`);
};

/** Throws InvalidParameterException. */
export const checkTags = (tags: IdentityPoolSettings['tags']): void => {
  const names = Object.keys(tags);
  if (names.length > MAX_TAGS) throw invalidParameter(`An identity pool can have at most ${MAX_TAGS} tags.`);
  if (names.every((name) => !name.toLowerCase().startsWith('aws:'))) return;
  throw invalidParameter('aws: prefixed tag key names are not allowed for external use.');
};

/** Once set, the developer provider's name stays. Throws InvalidParameterException. */
export const checkDeveloperName = (before: IdentityPool, after: IdentityPoolSettings): void => {
  const { developerProviderName: name } = before.settings;
  if (name === undefined || name === after.developerProviderName) return;
  throw invalidParameter('The developer provider name cannot be changed once it is set.');
};
