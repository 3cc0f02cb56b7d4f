/** App clients as the wire shows and takes them. */
import type {
  AnalyticsConfigurationType,
  ExplicitAuthFlowsType,
  OAuthFlowType,
  UpdateUserPoolClientCommandInput,
  UserPoolClientDescription,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Client, ClientSettings } from '../../../core/clients/client.ts';
import { openClientSecrets } from '../../../core/clients/secrets.ts';
import type { Core } from '../../../core/core.ts';

type Settings = Partial<Omit<UpdateUserPoolClientCommandInput, 'UserPoolId' | 'ClientId' | 'ClientName'>>;

export const clientSettings = (input: Settings): Partial<ClientSettings> => ({
  refreshTokenValidity: input.RefreshTokenValidity,
  accessTokenValidity: input.AccessTokenValidity,
  idTokenValidity: input.IdTokenValidity,
  tokenValidityUnits: input.TokenValidityUnits && {
    accessToken: input.TokenValidityUnits.AccessToken,
    idToken: input.TokenValidityUnits.IdToken,
    refreshToken: input.TokenValidityUnits.RefreshToken,
  },
  readAttributes: input.ReadAttributes,
  writeAttributes: input.WriteAttributes,
  explicitAuthFlows: input.ExplicitAuthFlows,
  supportedIdentityProviders: input.SupportedIdentityProviders,
  callbackUrls: input.CallbackURLs,
  logoutUrls: input.LogoutURLs,
  defaultRedirectUri: input.DefaultRedirectURI,
  allowedOAuthFlows: input.AllowedOAuthFlows,
  allowedOAuthScopes: input.AllowedOAuthScopes,
  allowedOAuthFlowsUserPoolClient: input.AllowedOAuthFlowsUserPoolClient,
  analyticsConfiguration: input.AnalyticsConfiguration && { ...input.AnalyticsConfiguration },
  preventUserExistenceErrors: input.PreventUserExistenceErrors,
  enableTokenRevocation: input.EnableTokenRevocation,
  enablePropagateAdditionalUserContextData: input.EnablePropagateAdditionalUserContextData,
  authSessionValidity: input.AuthSessionValidity,
  refreshTokenRotation: input.RefreshTokenRotation && {
    feature: input.RefreshTokenRotation.Feature as 'ENABLED' | 'DISABLED',
    retryGracePeriodSeconds: input.RefreshTokenRotation.RetryGracePeriodSeconds,
  },
});

/** With the secret in clear: only its owner ever gets this shape. */
export const clientType = (core: Pick<Core, 'sealer'>, client: Client): UserPoolClientType => ({
  UserPoolId: client.poolId,
  ClientName: client.name,
  ClientId: client.id,
  ClientSecret: openClientSecrets(core, client)[0],
  LastModifiedDate: new Date(client.modifiedAt),
  CreationDate: new Date(client.createdAt),
  ...settingsType(client.settings),
  ClientType: 'REGULAR',
});

export const clientDescription = (client: Client): UserPoolClientDescription => ({
  ClientId: client.id,
  UserPoolId: client.poolId,
  ClientName: client.name,
});

// Enumerations are strings in the core; the model has checked them on the way in.
const settingsType = (settings: ClientSettings): UserPoolClientType => ({
  RefreshTokenValidity: settings.refreshTokenValidity,
  AccessTokenValidity: settings.accessTokenValidity,
  IdTokenValidity: settings.idTokenValidity,
  TokenValidityUnits: {
    AccessToken: settings.tokenValidityUnits?.accessToken,
    IdToken: settings.tokenValidityUnits?.idToken,
    RefreshToken: settings.tokenValidityUnits?.refreshToken,
  },
  ReadAttributes: settings.readAttributes,
  WriteAttributes: settings.writeAttributes,
  ExplicitAuthFlows: settings.explicitAuthFlows as ExplicitAuthFlowsType[] | undefined,
  SupportedIdentityProviders: settings.supportedIdentityProviders,
  CallbackURLs: settings.callbackUrls,
  LogoutURLs: settings.logoutUrls,
  DefaultRedirectURI: settings.defaultRedirectUri,
  AllowedOAuthFlows: settings.allowedOAuthFlows as OAuthFlowType[] | undefined,
  AllowedOAuthScopes: settings.allowedOAuthScopes,
  AllowedOAuthFlowsUserPoolClient: settings.allowedOAuthFlowsUserPoolClient,
  AnalyticsConfiguration: settings.analyticsConfiguration as AnalyticsConfigurationType | undefined,
  PreventUserExistenceErrors: settings.preventUserExistenceErrors,
  EnableTokenRevocation: settings.enableTokenRevocation,
  EnablePropagateAdditionalUserContextData: settings.enablePropagateAdditionalUserContextData,
  AuthSessionValidity: settings.authSessionValidity,
  RefreshTokenRotation: settings.refreshTokenRotation && {
    Feature: settings.refreshTokenRotation.feature,
    RetryGracePeriodSeconds: settings.refreshTokenRotation.retryGracePeriodSeconds,
  },
});
