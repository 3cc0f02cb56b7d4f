import type {
  GetAccessKeyLastUsedCommandInput as Input,
  GetAccessKeyLastUsedCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { lastUseOf } from '../../core/iam/access-keys.ts';
import { signedOperation } from '../operation.ts';

export const GetAccessKeyLastUsed = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { userName, use } = await lastUseOf(core, account, input.AccessKeyId);
  return {
    UserName: userName,
    AccessKeyLastUsed: {
      ...(use && { LastUsedDate: new Date(use.at) }),
      ServiceName: use?.service ?? 'N/A',
      Region: use?.region ?? 'N/A',
    },
  };
});
