/** The second factors of users: JSON, null for those who have none. */
import type { Migration } from './migration.ts';

export const secondFactors: Migration = {
  version: 2,
  name: 'second-factors',
  statements: () => ['alter table users add column mfa text'],
};
