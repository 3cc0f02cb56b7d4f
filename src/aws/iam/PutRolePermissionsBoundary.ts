import type {
  PutRolePermissionsBoundaryCommandInput as Input,
  PutRolePermissionsBoundaryCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { putBoundary } from '../../core/iam/attach.ts';
import { signedOperation } from '../operation.ts';

export const PutRolePermissionsBoundary = signedOperation<Input, Output>(async (core, input, { account }) => {
  await putBoundary(core, account, 'role', input.RoleName, input.PermissionsBoundary);
  return {};
});
