/** Identity pools between the wire and the core. */
import type { IdentityPool as Wire } from '@aws-sdk/client-cognito-identity';
import type { IdentityPool, IdentityPoolSettings } from '../../../core/identity-pools/records.ts';

type Members = Omit<Wire, 'IdentityPoolId' | 'IdentityPoolName'>;

export const settingsOf = (input: Members): IdentityPoolSettings => ({
  allowUnauthenticated: input.AllowUnauthenticatedIdentities ?? false,
  ...(input.AllowClassicFlow !== undefined && { allowClassicFlow: input.AllowClassicFlow }),
  supportedLoginProviders: input.SupportedLoginProviders ?? {},
  ...(input.DeveloperProviderName !== undefined && { developerProviderName: input.DeveloperProviderName }),
  openIdConnectProviderArns: input.OpenIdConnectProviderARNs ?? [],
  userPools: (input.CognitoIdentityProviders ?? []).map(({ ProviderName, ClientId, ServerSideTokenCheck }) => ({
    providerName: ProviderName ?? '',
    clientId: ClientId ?? '',
    serverSideTokenCheck: ServerSideTokenCheck ?? false,
  })),
  samlProviderArns: input.SamlProviderARNs ?? [],
  tags: input.IdentityPoolTags ?? {},
});

/** Without providers of a kind, its list is left out. */
export const identityPool = ({ id, name, settings }: IdentityPool): Wire => ({
  IdentityPoolId: id,
  IdentityPoolName: name,
  AllowUnauthenticatedIdentities: settings.allowUnauthenticated,
  AllowClassicFlow: settings.allowClassicFlow,
  SupportedLoginProviders: filledMap(settings.supportedLoginProviders),
  DeveloperProviderName: settings.developerProviderName,
  OpenIdConnectProviderARNs: filled(settings.openIdConnectProviderArns),
  CognitoIdentityProviders: filled(
    settings.userPools.map(({ providerName, clientId, serverSideTokenCheck }) => ({
      ProviderName: providerName,
      ClientId: clientId,
      ServerSideTokenCheck: serverSideTokenCheck,
    })),
  ),
  SamlProviderARNs: filled(settings.samlProviderArns),
  IdentityPoolTags: { ...settings.tags },
});

const filled = <Item>(list: readonly Item[]): Item[] | undefined => (list.length > 0 ? [...list] : undefined);

const filledMap = (map: Readonly<Record<string, string>>): Record<string, string> | undefined =>
  Object.keys(map).length > 0 ? { ...map } : undefined;
