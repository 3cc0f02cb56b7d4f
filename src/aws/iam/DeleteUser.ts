import type { DeleteUserCommandInput as Input, DeleteUserCommandOutput as Output } from '@aws-sdk/client-iam';
import { deleteUser } from '../../core/iam/users.ts';
import { signedOperation } from '../operation.ts';
import { userNameOf } from './shapes/caller.ts';

export const DeleteUser = signedOperation<Input, Output>(async (core, input, caller) => {
  await deleteUser(core, caller.account, userNameOf(caller, input.UserName));
  return {};
});
