/** IAM: entities of an account as JSON by kind and name, what leads from one to another, and whose access keys are. */
import type { Migration } from './migration.ts';

export const iam: Migration = {
  version: 20,
  name: 'iam',
  statements: ({ text, clustered }) => [
    `create table iam_entities (
      account ${text} not null,
      kind ${text} not null,
      entity_key ${text} not null,
      id ${text} not null,
      body text not null,
      version bigint not null,
      primary key (account, kind, entity_key)
    )${clustered}`,
    'create unique index iam_entities_by_id on iam_entities (account, kind, id)',
    `create table iam_links (
      account ${text} not null,
      link ${text} not null,
      target ${text} not null,
      kind ${text} not null,
      id ${text} not null,
      primary key (account, link, target, kind, id)
    )${clustered}`,
    // Null: the account's own, of its root.
    `alter table access_keys add column user_id ${text}`,
    'alter table access_keys add column last_used text',
    'create index access_keys_by_user on access_keys (account, user_id)',
  ],
};
