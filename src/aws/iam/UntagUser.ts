import type { UntagUserCommandInput as Input, UntagUserCommandOutput as Output } from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { untagEntity } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';

export const UntagUser = signedOperation<Input, Output>(async (core, input, { account }) => {
  await untagEntity(core, () => requireEntity(core, account, 'user', input.UserName), input.TagKeys);
  return {};
});
