/** How much there may be. Names as in IAM's messages. Source: IAM user guide, "IAM and AWS STS quotas". */
import { ServiceError } from '../errors.ts';

export const QUOTAS = {
  AccessKeysPerUser: 2,
  ClientIdsPerOpenIdConnectProvider: 100,
  GroupsPerAccount: 300,
  GroupsPerUser: 10,
  OpenIdConnectProvidersPerAccount: 100,
  PoliciesPerAccount: 1_500,
  PoliciesPerGroup: 10,
  PoliciesPerRole: 10,
  PoliciesPerUser: 10,
  RolesPerAccount: 1_000,
  SAMLProvidersPerAccount: 100,
  TagsPerResource: 50,
  UsersPerAccount: 5_000,
} as const;

export type Quota = keyof typeof QUOTAS;

/** Throws LimitExceededException. */
export const assertQuota = (name: Quota, count: number): void => {
  const limit = QUOTAS[name];
  if (count > limit) throw new ServiceError('LimitExceededException', `Cannot exceed quota for ${name}: ${limit}`);
};
