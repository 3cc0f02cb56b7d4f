/** Groups as the wire shows them, and what all group operations take. */
import type { GroupType } from '@aws-sdk/client-cognito-identity-provider';
import type { Group } from '../../../core/groups/group.ts';
import type { GroupMembers } from '../../../core/groups/write.ts';

export const groupType = (group: Group): GroupType => ({
  GroupName: group.name,
  UserPoolId: group.poolId,
  Description: group.description,
  RoleArn: group.roleArn,
  Precedence: group.precedence,
  LastModifiedDate: new Date(group.modifiedAt),
  CreationDate: new Date(group.createdAt),
});

export const groupMembers = (input: { Description?: string; RoleArn?: string; Precedence?: number }): GroupMembers => ({
  description: input.Description,
  roleArn: input.RoleArn,
  precedence: input.Precedence,
});
