import type { UpdateAccessKeyCommandInput as Input, UpdateAccessKeyCommandOutput as Output } from '@aws-sdk/client-iam';
import { setKeyStatus } from '../../core/iam/access-keys.ts';
import { signedOperation } from '../operation.ts';
import { userNameOf } from './shapes/caller.ts';

export const UpdateAccessKey = signedOperation<Input, Output>(async (core, input, caller) => {
  const status = input.Status === 'Active' ? 'Active' : 'Inactive';
  await setKeyStatus(core, caller.account, userNameOf(caller, input.UserName), input.AccessKeyId, status);
  return {};
});
