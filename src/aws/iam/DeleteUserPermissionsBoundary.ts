import type {
  DeleteUserPermissionsBoundaryCommandInput as Input,
  DeleteUserPermissionsBoundaryCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { deleteBoundary } from '../../core/iam/attach.ts';
import { signedOperation } from '../operation.ts';

export const DeleteUserPermissionsBoundary = signedOperation<Input, Output>(async (core, input, { account }) => {
  await deleteBoundary(core, account, 'user', input.UserName);
  return {};
});
