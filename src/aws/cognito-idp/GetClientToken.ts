import type {
  GetClientTokenCommandInput as Input,
  GetClientTokenCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { issueClientToken } from '../../core/tokens/client-token.ts';
import { publicOperation } from '../operation.ts';

export const GetClientToken = publicOperation<Input, Output>(async (core, input) => {
  const client = await core.directory.client(input.ClientId);
  const pool = await core.directory.pool(client.poolId);
  const { accessToken, expiresIn } = await issueClientToken(core, pool, client, {
    secret: input.Secret,
    scopes: input.Scopes,
    clientMetadata: input.ClientMetadata,
  });
  return { ClientAuthenticationResult: { AccessToken: accessToken, ExpiresIn: expiresIn, TokenType: 'Bearer' } };
});
