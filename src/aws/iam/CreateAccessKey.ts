import type { CreateAccessKeyCommandInput as Input, CreateAccessKeyCommandOutput as Output } from '@aws-sdk/client-iam';
import { createAccessKey } from '../../core/iam/access-keys.ts';
import { signedOperation } from '../operation.ts';
import { userNameOf } from './shapes/caller.ts';

export const CreateAccessKey = signedOperation<Input, Output>(async (core, input, caller) => {
  const userName = userNameOf(caller, input.UserName);
  const { key, secret } = await createAccessKey(core, caller.account, userName);
  return {
    AccessKey: {
      UserName: userName,
      AccessKeyId: key.id,
      Status: key.status,
      SecretAccessKey: secret,
      CreateDate: new Date(key.createdAt),
    },
  };
});
