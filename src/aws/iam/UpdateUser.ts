import type { UpdateUserCommandInput as Input, UpdateUserCommandOutput as Output } from '@aws-sdk/client-iam';
import { renameUser } from '../../core/iam/users.ts';
import { signedOperation } from '../operation.ts';

export const UpdateUser = signedOperation<Input, Output>(async (core, input, { account }) => {
  await renameUser(core, account, input.UserName, { name: input.NewUserName, path: input.NewPath });
  return {};
});
