import type {
  GetAccessKeyInfoCommandInput as Input,
  GetAccessKeyInfoCommandOutput as Output,
} from '@aws-sdk/client-sts';
import { accountOfKey } from '../../core/credentials/key-holder.ts';
import { signedOperation } from '../operation.ts';

export const GetAccessKeyInfo = signedOperation<Input, Output>(async (core, input) => ({
  Account: await accountOfKey(core, input.AccessKeyId),
}));
