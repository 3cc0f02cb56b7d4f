import type { DeleteGroupCommandInput as Input, DeleteGroupCommandOutput as Output } from '@aws-sdk/client-iam';
import { deleteGroup } from '../../core/iam/groups.ts';
import { signedOperation } from '../operation.ts';

export const DeleteGroup = signedOperation<Input, Output>(async (core, input, { account }) => {
  await deleteGroup(core, account, input.GroupName);
  return {};
});
