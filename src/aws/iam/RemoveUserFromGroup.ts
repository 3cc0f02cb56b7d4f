import type {
  RemoveUserFromGroupCommandInput as Input,
  RemoveUserFromGroupCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { removeFromGroup } from '../../core/iam/groups.ts';
import { signedOperation } from '../operation.ts';

export const RemoveUserFromGroup = signedOperation<Input, Output>(async (core, input, { account }) => {
  await removeFromGroup(core, account, input.GroupName, input.UserName);
  return {};
});
