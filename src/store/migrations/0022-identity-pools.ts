/** Identity pools, their identities, and by which subject of which provider an identity is found. */
import type { Migration } from './migration.ts';

export const identityPools: Migration = {
  version: 22,
  name: 'identity-pools',
  statements: ({ text, clustered }) => [
    `create table identity_pools (
      id ${text} not null primary key,
      account ${text} not null,
      region ${text} not null,
      name text not null,
      body text not null,
      created_at bigint not null,
      modified_at bigint not null,
      version bigint not null
    )`,
    'create index identity_pools_by_owner on identity_pools (account, region, id)',
    `create table identities (
      pool_id ${text} not null,
      id ${text} not null,
      logins text not null,
      disabled bigint not null,
      created_at bigint not null,
      modified_at bigint not null,
      version bigint not null,
      primary key (pool_id, id)
    )${clustered}`,
    'create unique index identities_by_id on identities (id)',
    `create table identity_logins (
      pool_id ${text} not null,
      provider ${text} not null,
      subject ${text} not null,
      identity_id ${text} not null,
      primary key (pool_id, provider, subject)
    )${clustered}`,
  ],
};
