/** Passkeys, and how many each user has: whoever has none is signed in without a look at their table. */
import type { Migration } from './migration.ts';

export const passkeys: Migration = {
  version: 4,
  name: 'passkeys',
  statements: ({ text, clustered }) => [
    'alter table users add column passkeys integer not null default 0',
    `create table passkeys (
      pool_id ${text} not null,
      id ${text} not null,
      sub ${text} not null,
      public_key text not null,
      counter bigint not null,
      transports text not null,
      attachment text,
      name text not null,
      relying_party_id text not null,
      created_at bigint not null,
      version bigint not null,
      primary key (pool_id, id)
    )${clustered}`,
    'create index passkeys_by_user on passkeys (pool_id, sub)',
  ],
};
