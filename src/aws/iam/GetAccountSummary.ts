import type {
  GetAccountSummaryCommandInput as Input,
  GetAccountSummaryCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { MAX_VERSIONS } from '../../core/iam/managed-policies.ts';
import { QUOTAS } from '../../core/iam/quotas.ts';
import { POLICY_SIZES } from '../../core/policies/faults.ts';
import { signedOperation } from '../operation.ts';

export const GetAccountSummary = signedOperation<Input, Output>(async (core, _input, { account }) => {
  const counts = await core.store.iam.entityCounts(account);
  const countOf = (...kinds: string[]) =>
    counts.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { count }) => sum + count, 0);
  return {
    SummaryMap: {
      Users: countOf('user'),
      Groups: countOf('group'),
      Roles: countOf('role'),
      Policies: countOf('policy'),
      Providers: countOf('oidc-provider', 'saml-provider'),
      InstanceProfiles: 0,
      MFADevices: 0,
      ServerCertificates: 0,
      ...LIMITS,
    },
  };
});

const LIMITS = {
  UsersQuota: QUOTAS.UsersPerAccount,
  GroupsQuota: QUOTAS.GroupsPerAccount,
  RolesQuota: QUOTAS.RolesPerAccount,
  PoliciesQuota: QUOTAS.PoliciesPerAccount,
  AccessKeysPerUserQuota: QUOTAS.AccessKeysPerUser,
  GroupsPerUserQuota: QUOTAS.GroupsPerUser,
  AttachedPoliciesPerGroupQuota: QUOTAS.PoliciesPerGroup,
  AttachedPoliciesPerRoleQuota: QUOTAS.PoliciesPerRole,
  AttachedPoliciesPerUserQuota: QUOTAS.PoliciesPerUser,
  VersionsPerPolicyQuota: MAX_VERSIONS,
  PolicySizeQuota: POLICY_SIZES.managed,
  UserPolicySizeQuota: POLICY_SIZES.user,
  GroupPolicySizeQuota: POLICY_SIZES.group,
  RolePolicySizeQuota: POLICY_SIZES.role,
  AssumeRolePolicySizeQuota: POLICY_SIZES.trust,
};
