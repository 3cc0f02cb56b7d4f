import type {
  ListInstanceProfilesForRoleCommandInput as Input,
  ListInstanceProfilesForRoleCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';

/** There are no machines whose profiles could have a role; those who delete one ask nevertheless. */
export const ListInstanceProfilesForRole = signedOperation<Input, Output>(async (core, input, { account }) => {
  await requireEntity(core, account, 'role', input.RoleName);
  return { InstanceProfiles: [], IsTruncated: false };
});
