import type { UpdateRoleCommandInput as Input, UpdateRoleCommandOutput as Output } from '@aws-sdk/client-iam';
import { updateRole } from '../../core/iam/roles.ts';
import { signedOperation } from '../operation.ts';

export const UpdateRole = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { RoleName, Description: description, MaxSessionDuration: maxSessionDuration } = input;
  await updateRole(core, account, RoleName, { description, maxSessionDuration });
  return {};
});
