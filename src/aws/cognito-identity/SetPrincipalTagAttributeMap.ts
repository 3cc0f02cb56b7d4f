import type {
  SetPrincipalTagAttributeMapCommandInput as Input,
  SetPrincipalTagAttributeMapCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { setPrincipalTags } from '../../core/identity-pools/principal-tags.ts';
import { signedOperation } from '../operation.ts';

export const SetPrincipalTagAttributeMap = signedOperation<Input, Output>(async (core, input, caller) => {
  const { IdentityPoolId, IdentityProviderName, UseDefaults = false, PrincipalTags = {} } = input;
  const map = { useDefaults: UseDefaults, tags: UseDefaults ? {} : PrincipalTags };
  const { tags } = await setPrincipalTags(core, caller, IdentityPoolId, IdentityProviderName, map);
  return { IdentityPoolId, IdentityProviderName, UseDefaults, PrincipalTags: { ...tags } };
});
