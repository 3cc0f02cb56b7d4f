/** Devices of users. A forgotten one leaves its key until `expires_at`, without its secret. */
import type { Migration } from './migration.ts';

export const devices: Migration = {
  version: 3,
  name: 'devices',
  statements: ({ text, clustered }) => [
    `create table devices (
      pool_id ${text} not null,
      sub ${text} not null,
      device_key ${text} not null,
      name text,
      status text not null,
      sealed_verifier text,
      last_ip text,
      created_at bigint not null,
      modified_at bigint not null,
      last_authenticated_at bigint not null,
      expires_at bigint,
      primary key (pool_id, sub, device_key)
    )${clustered}`,
    'create index devices_expiry on devices (expires_at) where expires_at is not null',
  ],
};
