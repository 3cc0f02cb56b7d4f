import type { CreateGroupCommandInput as Input, CreateGroupCommandOutput as Output } from '@aws-sdk/client-iam';
import { createGroup } from '../../core/iam/groups.ts';
import { signedOperation } from '../operation.ts';
import { groupType } from './shapes/entities.ts';

export const CreateGroup = signedOperation<Input, Output>(async (core, input, { account }) => ({
  Group: groupType(await createGroup(core, account, input.GroupName, input.Path)),
}));
