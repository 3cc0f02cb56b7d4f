import type {
  UpdateRoleDescriptionCommandInput as Input,
  UpdateRoleDescriptionCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { updateRole } from '../../core/iam/roles.ts';
import { signedOperation } from '../operation.ts';
import { roleType } from './shapes/entities.ts';

export const UpdateRoleDescription = signedOperation<Input, Output>(async (core, input, { account }) => ({
  Role: roleType(await updateRole(core, account, input.RoleName, { description: input.Description })),
}));
