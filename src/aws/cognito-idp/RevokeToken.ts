import type { RevokeTokenCommandInput, RevokeTokenCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { checkClientSecret } from '../../core/clients/client-secret.ts';
import { ServiceError } from '../../core/errors.ts';
import { revokeToken } from '../../core/tokens/revoke.ts';
import { publicOperation } from '../operation.ts';

export const RevokeToken = publicOperation<RevokeTokenCommandInput, RevokeTokenCommandOutput>(
  async (core, { ClientId, ClientSecret, Token }) => {
    const client = await core.directory.findClient(ClientId);
    // The model declares no ResourceNotFoundException here.
    if (!client) throw new ServiceError('UnauthorizedException', `User pool client ${ClientId} does not exist.`);
    checkClientSecret(core, client, ClientSecret, 'UnauthorizedException');
    await revokeToken(core, client, Token);
    return {};
  },
);
