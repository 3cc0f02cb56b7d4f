/** Recorded calls of functions, and the keys that Poolhouse manages for custom senders. */
import type { Migration } from './migration.ts';

export const invocations: Migration = {
  version: 7,
  name: 'invocations',
  statements: ({ text, clustered }) => [
    `create table invocations (
      id ${text} not null primary key,
      pool_id ${text} not null,
      function_arn text not null,
      trigger_name text not null,
      source text not null,
      outcome text not null,
      started_at bigint not null,
      duration_ms bigint not null,
      sealed_content text not null,
      expires_at bigint not null
    )`,
    'create index invocations_by_pool on invocations (pool_id, id)',
    'create index invocations_expiry on invocations (expires_at)',
    `create table managed_keys (
      arn ${text} not null primary key,
      sealed_key text not null,
      created_at bigint not null
    )${clustered}`,
  ],
};
