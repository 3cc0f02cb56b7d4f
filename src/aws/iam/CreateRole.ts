import type { CreateRoleCommandInput as Input, CreateRoleCommandOutput as Output } from '@aws-sdk/client-iam';
import { createRole } from '../../core/iam/roles.ts';
import { tagsFrom } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';
import { roleType } from './shapes/entities.ts';

export const CreateRole = signedOperation<Input, Output>(async (core, input, { account }) => {
  const role = await createRole(core, account, {
    name: input.RoleName,
    path: input.Path,
    trust: input.AssumeRolePolicyDocument,
    description: input.Description,
    maxSessionDuration: input.MaxSessionDuration,
    boundary: input.PermissionsBoundary,
    tags: tagsFrom(input.Tags ?? []),
  });
  return { Role: roleType(role) };
});
