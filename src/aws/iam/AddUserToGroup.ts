import type { AddUserToGroupCommandInput as Input, AddUserToGroupCommandOutput as Output } from '@aws-sdk/client-iam';
import { addToGroup } from '../../core/iam/groups.ts';
import { signedOperation } from '../operation.ts';

export const AddUserToGroup = signedOperation<Input, Output>(async (core, input, { account }) => {
  await addToGroup(core, account, input.GroupName, input.UserName);
  return {};
});
