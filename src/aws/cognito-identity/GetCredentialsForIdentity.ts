import type {
  GetCredentialsForIdentityCommandInput as Input,
  GetCredentialsForIdentityCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { getCredentials } from '../../core/identity-pools/credentials.ts';
import { publicOperation } from '../operation.ts';

export const GetCredentialsForIdentity = publicOperation<Input, Output>(async (core, input, request) => {
  const { IdentityId, Logins, CustomRoleArn } = input;
  const { identityId, ...credentials } = await getCredentials(core, IdentityId, Logins, CustomRoleArn, request);
  return {
    IdentityId: identityId,
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: new Date(credentials.expiresAt),
    },
  };
});
