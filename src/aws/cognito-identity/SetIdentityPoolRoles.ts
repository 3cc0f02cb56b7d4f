import type {
  SetIdentityPoolRolesCommandInput as Input,
  SetIdentityPoolRolesCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { setIdentityPoolRoles } from '../../core/identity-pools/roles.ts';
import { signedOperation } from '../operation.ts';
import { rolesOf } from './shapes/roles.ts';

export const SetIdentityPoolRoles = signedOperation<Input, Output>(async (core, input, caller) => {
  await setIdentityPoolRoles(core, caller, input.IdentityPoolId, rolesOf(input));
  return {};
});
