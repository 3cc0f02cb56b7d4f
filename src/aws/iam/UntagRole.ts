import type { UntagRoleCommandInput as Input, UntagRoleCommandOutput as Output } from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { untagEntity } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';

export const UntagRole = signedOperation<Input, Output>(async (core, input, { account }) => {
  await untagEntity(core, () => requireEntity(core, account, 'role', input.RoleName), input.TagKeys);
  return {};
});
