import type {
  GetPrincipalTagAttributeMapCommandInput as Input,
  GetPrincipalTagAttributeMapCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { getPrincipalTags } from '../../core/identity-pools/principal-tags.ts';
import { signedOperation } from '../operation.ts';

export const GetPrincipalTagAttributeMap = signedOperation<Input, Output>(async (core, input, caller) => {
  const { IdentityPoolId, IdentityProviderName } = input;
  const { useDefaults, tags } = await getPrincipalTags(core, caller, IdentityPoolId, IdentityProviderName);
  return { IdentityPoolId, IdentityProviderName, UseDefaults: useDefaults, PrincipalTags: { ...tags } };
});
