/** Records of a pool that hosted pages, federation and the authorization server work with. */
import type { Dialect, Migration } from './migration.ts';

export const poolRecords: Migration = {
  version: 6,
  name: 'pool-records',
  statements: (dialect) => [...providers(dialect), ...domains(dialect), ...branding(dialect), ...terms(dialect)],
};

const times = `created_at bigint not null,
    modified_at bigint not null,
    version bigint not null`;

const providers = ({ text, clustered }: Dialect) => [
  `create table identity_providers (
    pool_id ${text} not null,
    name ${text} not null,
    type text not null,
    details text not null,
    sealed_secrets text,
    metadata text,
    attribute_mapping text not null,
    identifiers text not null,
    ${times},
    primary key (pool_id, name)
  )`,
  `create table idp_identifiers (
    pool_id ${text} not null,
    identifier ${text} not null,
    provider ${text} not null,
    primary key (pool_id, identifier)
  )${clustered}`,
  // JSON; null for none.
  'alter table users add column identities text',
  `create table signing_certificates (
    pool_id ${text} not null primary key,
    certificate text not null,
    sealed_private_key text not null,
    created_at bigint not null,
    version bigint not null
  )`,
  `create table resource_servers (
    pool_id ${text} not null,
    identifier ${text} not null,
    name text not null,
    scopes text not null,
    ${times},
    primary key (pool_id, identifier)
  )`,
];

const domains = ({ text }: Dialect) => [
  `create table domains (
    scope ${text} not null,
    name ${text} not null,
    pool_id ${text} not null,
    account text not null,
    certificate_arn text,
    security_policy text,
    managed_login_version bigint not null,
    routing text,
    distribution text not null,
    created_at bigint not null,
    version bigint not null,
    primary key (scope, name)
  )`,
  'create index domains_by_pool on domains (pool_id)',
];

const branding = ({ text }: Dialect) => [
  `create table ui_customizations (
    pool_id ${text} not null,
    client_id ${text} not null,
    css text,
    css_version text,
    image_type text,
    image text,
    ${times},
    primary key (pool_id, client_id)
  )`,
  `create table managed_login_brandings (
    id ${text} not null primary key,
    pool_id ${text} not null,
    client_id ${text} not null,
    use_provided integer not null,
    settings text,
    assets text not null,
    ${times}
  )`,
  'create unique index managed_login_brandings_by_client on managed_login_brandings (pool_id, client_id)',
];

const terms = ({ text }: Dialect) => [
  `create table terms (
    pool_id ${text} not null,
    client_id ${text} not null,
    name ${text} not null,
    id ${text} not null,
    source text not null,
    enforcement text not null,
    links text not null,
    ${times},
    primary key (pool_id, client_id, name)
  )`,
  'create index terms_by_id on terms (pool_id, id)',
];
