import type {
  GetTokensFromRefreshTokenCommandInput,
  GetTokensFromRefreshTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { checkClientSecret } from '../../core/clients/client-secret.ts';
import { refreshTokens } from '../../core/tokens/refresh.ts';
import { publicOperation } from '../operation.ts';
import { authenticationResult } from './shapes/sign-in.ts';

export const GetTokensFromRefreshToken = publicOperation<
  GetTokensFromRefreshTokenCommandInput,
  GetTokensFromRefreshTokenCommandOutput
>(async (core, { ClientId, ClientSecret, RefreshToken: refreshToken, DeviceKey, ClientMetadata: clientMetadata }) => {
  const client = await core.directory.client(ClientId);
  checkClientSecret(core, client, ClientSecret, 'NotAuthorizedException');
  const tokens = await refreshTokens(core, { client, refreshToken, deviceKey: DeviceKey, clientMetadata });
  return { AuthenticationResult: authenticationResult(tokens) };
});
