import type { UpdateGroupCommandInput as Input, UpdateGroupCommandOutput as Output } from '@aws-sdk/client-iam';
import { renameGroup } from '../../core/iam/groups.ts';
import { signedOperation } from '../operation.ts';

export const UpdateGroup = signedOperation<Input, Output>(async (core, input, { account }) => {
  await renameGroup(core, account, input.GroupName, { name: input.NewGroupName, path: input.NewPath });
  return {};
});
