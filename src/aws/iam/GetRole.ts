import type { GetRoleCommandInput as Input, GetRoleCommandOutput as Output } from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { roleType } from './shapes/entities.ts';

export const GetRole = signedOperation<Input, Output>(async (core, input, { account }) => ({
  Role: roleType(await requireEntity(core, account, 'role', input.RoleName)),
}));
