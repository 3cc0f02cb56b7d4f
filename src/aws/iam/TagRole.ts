import type { TagRoleCommandInput as Input, TagRoleCommandOutput as Output } from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { tagEntity, tagsFrom } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';

export const TagRole = signedOperation<Input, Output>(async (core, input, { account }) => {
  await tagEntity(core, () => requireEntity(core, account, 'role', input.RoleName), tagsFrom(input.Tags));
  return {};
});
