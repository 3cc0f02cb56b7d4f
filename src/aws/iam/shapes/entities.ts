/** IAM's entities as the API shows them. */
import type { AttachedPermissionsBoundary, Group, Policy, PolicyVersion, Role, Tag, User } from '@aws-sdk/client-iam';
import type { PolicyUse } from '../../../core/iam/linked.ts';
import {
  entityArn,
  type IamGroup,
  type IamUser,
  type ManagedPolicy,
  type Role as StoredRole,
  type PolicyVersion as StoredVersion,
} from '../../../core/iam/records.ts';

/** By key. */
export const tagList = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((one, other) => (one.Key < other.Key ? -1 : 1));

const withTags = (tags: Readonly<Record<string, string>>): { Tags?: Tag[] } =>
  Object.keys(tags).length > 0 ? { Tags: tagList(tags) } : {};

const withBoundary = (arn: string | undefined): { PermissionsBoundary?: AttachedPermissionsBoundary } =>
  arn === undefined
    ? {}
    : { PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: arn } };

/** Documents are in answers as RFC 3986 has them in addresses. */
export const encodedDocument = (document: string): string =>
  encodeURIComponent(document).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Lists leave tags and boundary out. */
export const listedUser = (user: IamUser): User => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: entityArn(user),
  CreateDate: new Date(user.createdAt),
});

export const userType = (user: IamUser): User => ({
  ...listedUser(user),
  ...withBoundary(user.boundary),
  ...withTags(user.tags),
});

export const groupType = (group: IamGroup): Group => ({
  Path: group.path,
  GroupName: group.name,
  GroupId: group.id,
  Arn: entityArn(group),
  CreateDate: new Date(group.createdAt),
});

export const listedRole = (role: StoredRole): Role => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: entityArn(role),
  CreateDate: new Date(role.createdAt),
  AssumeRolePolicyDocument: encodedDocument(role.trust),
  ...(role.description !== undefined && { Description: role.description }),
  MaxSessionDuration: role.maxSessionDuration,
});

export const roleType = (role: StoredRole): Role => ({
  ...listedRole(role),
  ...withBoundary(role.boundary),
  ...withTags(role.tags),
});

export const listedPolicy = (policy: ManagedPolicy, use: PolicyUse): Policy => ({
  PolicyName: policy.name,
  PolicyId: policy.id,
  Arn: entityArn(policy),
  Path: policy.path,
  DefaultVersionId: policy.defaultVersion,
  AttachmentCount: use.attached,
  PermissionsBoundaryUsageCount: use.boundaries,
  IsAttachable: true,
  CreateDate: new Date(policy.createdAt),
  UpdateDate: new Date(policy.versions.find(({ id }) => id === policy.defaultVersion)?.createdAt ?? policy.createdAt),
});

export const policyType = (policy: ManagedPolicy, use: PolicyUse): Policy => ({
  ...listedPolicy(policy, use),
  ...(policy.description !== undefined && { Description: policy.description }),
  ...withTags(policy.tags),
});

/** Lists leave the document out. */
export const listedVersion = (policy: ManagedPolicy, version: StoredVersion): PolicyVersion => ({
  VersionId: version.id,
  IsDefaultVersion: version.id === policy.defaultVersion,
  CreateDate: new Date(version.createdAt),
});

export const versionType = (policy: ManagedPolicy, version: StoredVersion): PolicyVersion => ({
  Document: encodedDocument(version.document),
  ...listedVersion(policy, version),
});
