import type {
  GetIdentityPoolRolesCommandInput as Input,
  GetIdentityPoolRolesCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { ownedIdentityPool } from '../../core/identity-pools/find.ts';
import { signedOperation } from '../operation.ts';
import { wireRoles } from './shapes/roles.ts';

export const GetIdentityPoolRoles = signedOperation<Input, Output>(async (core, input, caller) => {
  const { id, roles } = await ownedIdentityPool(core, caller, input.IdentityPoolId);
  return { IdentityPoolId: id, ...(roles && wireRoles(roles)) };
});
