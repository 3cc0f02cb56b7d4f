/** How much an account may have. Source: IAM user guide, "IAM and AWS STS quotas". */

export const QUOTAS = {
  accessKeysPerUser: 2,
  attachedPerGroup: 10,
  attachedPerRole: 10,
  attachedPerUser: 10,
  clientIdsPerProvider: 100,
  groups: 300,
  groupsPerUser: 10,
  oidcProviders: 100,
  policies: 1_500,
  roles: 1_000,
  samlProviders: 100,
  tags: 50,
  thumbprintsPerProvider: 5,
  users: 5_000,
  versionsPerPolicy: 5,
} as const;
