import type { DeleteRoleCommandInput as Input, DeleteRoleCommandOutput as Output } from '@aws-sdk/client-iam';
import { deleteRole } from '../../core/iam/roles.ts';
import { signedOperation } from '../operation.ts';

export const DeleteRole = signedOperation<Input, Output>(async (core, input, { account }) => {
  await deleteRole(core, account, input.RoleName);
  return {};
});
