import type {
  GetOpenIdTokenCommandInput as Input,
  GetOpenIdTokenCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { getOpenIdToken } from '../../core/identity-pools/open-id-token.ts';
import { publicOperation } from '../operation.ts';

export const GetOpenIdToken = publicOperation<Input, Output>(async (core, input) => {
  const { identityId, token } = await getOpenIdToken(core, input.IdentityId, input.Logins);
  return { IdentityId: identityId, Token: token };
});
