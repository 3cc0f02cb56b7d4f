import type { ListPolicyTagsCommandInput as Input, ListPolicyTagsCommandOutput as Output } from '@aws-sdk/client-iam';
import { requirePolicy } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { tagsPage } from './shapes/tags.ts';

export const ListPolicyTags = signedOperation<Input, Output>(async (core, input, { account }) =>
  tagsPage(core, await requirePolicy(core, account, input.PolicyArn), input),
);
