import type {
  GetAccessKeyLastUsedCommandInput as Input,
  GetAccessKeyLastUsedCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { principalArn } from '../../core/credentials/principal.ts';
import { ServiceError } from '../../core/errors.ts';
import { lastUseOf } from '../../core/iam/access-keys.ts';
import { type SignedCaller, signedOperation } from '../operation.ts';

export const GetAccessKeyLastUsed = signedOperation<Input, Output>(async (core, input, caller) => {
  const found = await lastUseOf(core, caller.account, input.AccessKeyId);
  if (found === undefined) throw denied(caller, input.AccessKeyId);
  const { userName: UserName, use } = found;
  return {
    ...(UserName !== undefined && { UserName }),
    AccessKeyLastUsed: {
      ...(use && { LastUsedDate: new Date(use.at) }),
      ServiceName: use?.service ?? 'N/A',
      Region: use?.region ?? 'N/A',
    },
  };
});

/** Keys of other accounts and keys of nobody look the same. */
const denied = ({ principal }: SignedCaller, id: string) =>
  new ServiceError(
    'AccessDeniedException',
    `User: ${principalArn(principal)} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${id}`,
  );
