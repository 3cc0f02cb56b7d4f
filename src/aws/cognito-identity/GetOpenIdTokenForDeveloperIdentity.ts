import type {
  GetOpenIdTokenForDeveloperIdentityCommandInput as Input,
  GetOpenIdTokenForDeveloperIdentityCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { getDeveloperToken } from '../../core/identity-pools/developer-token.ts';
import { signedOperation } from '../operation.ts';

export const GetOpenIdTokenForDeveloperIdentity = signedOperation<Input, Output>(async (core, input, caller) => {
  const { identityId, token } = await getDeveloperToken(core, caller, {
    poolId: input.IdentityPoolId,
    identityId: input.IdentityId,
    logins: input.Logins,
    principalTags: input.PrincipalTags,
    duration: input.TokenDuration,
  });
  return { IdentityId: identityId, Token: token };
});
