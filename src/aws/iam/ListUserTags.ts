import type { ListUserTagsCommandInput as Input, ListUserTagsCommandOutput as Output } from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { tagsPage } from './shapes/tags.ts';

export const ListUserTags = signedOperation<Input, Output>(async (core, input, { account }) =>
  tagsPage(core, await requireEntity(core, account, 'user', input.UserName), input),
);
