/** Users, groups, roles and policies with all that is in them. */
import type { GroupDetail, ManagedPolicyDetail, PolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type { PolicyUse } from '../../../core/iam/linked.ts';
import type { IamGroup, IamUser, ManagedPolicy, Role } from '../../../core/iam/records.ts';
import { attachedPolicyType } from './attached.ts';
import { encodedDocument, groupType, policyType, roleType, userType, versionType } from './entities.ts';

const inlinePolicies = ({ inline }: IamGroup | IamUser | Role): PolicyDetail[] =>
  Object.entries(inline).map(([PolicyName, text]) => ({ PolicyName, PolicyDocument: encodedDocument(text) }));

/** @param groups names */
export const userDetail = (user: IamUser, groups: string[]): UserDetail => ({
  ...userType(user),
  UserPolicyList: inlinePolicies(user),
  GroupList: groups,
  AttachedManagedPolicies: user.attached.map(attachedPolicyType),
});

export const groupDetail = (group: IamGroup): GroupDetail => ({
  ...groupType(group),
  GroupPolicyList: inlinePolicies(group),
  AttachedManagedPolicies: group.attached.map(attachedPolicyType),
});

export const roleDetail = (role: Role): RoleDetail => {
  const { Description: _, MaxSessionDuration: __, ...shown } = roleType(role);
  return {
    ...shown,
    InstanceProfileList: [],
    RolePolicyList: inlinePolicies(role),
    AttachedManagedPolicies: role.attached.map(attachedPolicyType),
  };
};

export const policyDetail = (policy: ManagedPolicy, use: PolicyUse): ManagedPolicyDetail => {
  const { Tags: _, ...shown } = policyType(policy, use);
  return { ...shown, PolicyVersionList: policy.versions.toReversed().map((version) => versionType(policy, version)) };
};
