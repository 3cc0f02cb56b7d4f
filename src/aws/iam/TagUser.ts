import type { TagUserCommandInput as Input, TagUserCommandOutput as Output } from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { tagEntity, tagsFrom } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';

export const TagUser = signedOperation<Input, Output>(async (core, input, { account }) => {
  await tagEntity(core, () => requireEntity(core, account, 'user', input.UserName), tagsFrom(input.Tags));
  return {};
});
