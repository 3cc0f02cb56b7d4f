import type {
  DeleteRolePermissionsBoundaryCommandInput as Input,
  DeleteRolePermissionsBoundaryCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { deleteBoundary } from '../../core/iam/attach.ts';
import { signedOperation } from '../operation.ts';

export const DeleteRolePermissionsBoundary = signedOperation<Input, Output>(async (core, input, { account }) => {
  await deleteBoundary(core, account, 'role', input.RoleName);
  return {};
});
