import type { CreateUserCommandInput as Input, CreateUserCommandOutput as Output } from '@aws-sdk/client-iam';
import { tagsFrom } from '../../core/iam/tags.ts';
import { createUser } from '../../core/iam/users.ts';
import { signedOperation } from '../operation.ts';
import { userType } from './shapes/entities.ts';

export const CreateUser = signedOperation<Input, Output>(async (core, input, { account }) => {
  const user = await createUser(core, account, {
    name: input.UserName,
    path: input.Path,
    boundary: input.PermissionsBoundary,
    tags: tagsFrom(input.Tags ?? []),
  });
  return { User: userType(user) };
});
