import type { DeleteAccessKeyCommandInput as Input, DeleteAccessKeyCommandOutput as Output } from '@aws-sdk/client-iam';
import { deleteAccessKey } from '../../core/iam/access-keys.ts';
import { signedOperation } from '../operation.ts';
import { userNameOf } from './shapes/caller.ts';

export const DeleteAccessKey = signedOperation<Input, Output>(async (core, input, caller) => {
  await deleteAccessKey(core, caller.account, userNameOf(caller, input.UserName), input.AccessKeyId);
  return {};
});
