import type {
  PutUserPermissionsBoundaryCommandInput as Input,
  PutUserPermissionsBoundaryCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { putBoundary } from '../../core/iam/attach.ts';
import { signedOperation } from '../operation.ts';

export const PutUserPermissionsBoundary = signedOperation<Input, Output>(async (core, input, { account }) => {
  await putBoundary(core, account, 'user', input.UserName, input.PermissionsBoundary);
  return {};
});
