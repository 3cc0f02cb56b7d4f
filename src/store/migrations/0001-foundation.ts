/** The first schema: pools, clients, users and what hangs on them. */
import type { Dialect, Migration } from './migration.ts';

export const foundation: Migration = {
  version: 1,
  name: 'foundation',
  statements: (dialect) => [
    ...pools(dialect),
    ...users(dialect),
    ...groups(dialect),
    ...shortLived(dialect),
    ...messages(dialect),
    ...keys(dialect),
    ...(dialect.engine === 'postgres' ? commitSupport : []),
  ],
};

const pools = ({ text, clustered }: Dialect) => [
  `create table pools (
    id ${text} not null primary key,
    account ${text} not null,
    region ${text} not null,
    version bigint not null,
    created_at bigint not null,
    modified_at bigint not null,
    name text not null,
    case_sensitive integer not null,
    body text not null
  )`,
  'create index pools_by_owner on pools (account, region, id)',
  `create table deleted_pools (id ${text} not null primary key, empty_since bigint)${clustered}`,
  `create table user_counts (
    pool_id ${text} not null,
    shard integer not null,
    users bigint not null,
    primary key (pool_id, shard)
  )${clustered}`,
  `create table clients (
    id ${text} not null primary key,
    pool_id ${text} not null,
    version bigint not null,
    created_at bigint not null,
    modified_at bigint not null,
    name text not null,
    sealed_secrets text not null,
    settings text not null
  )`,
  'create index clients_by_pool on clients (pool_id, id)',
];

const searchColumns = [
  'username_search',
  'email_search',
  'phone_number_search',
  'name_search',
  'given_name_search',
  'family_name_search',
  'preferred_username_search',
];

const users = ({ text, clustered }: Dialect) => [
  `create table users (
    pool_id ${text} not null,
    sub ${text} not null,
    username text not null,
    status ${text} not null,
    enabled ${text} not null,
    created_at bigint not null,
    modified_at bigint not null,
    version bigint not null,
    attributes text not null,
    pending_attributes text not null,
    password_sealed text,
    password_set_at bigint,
    password_history text not null,
    temporary_password_expires_at bigint,
    tokens_valid_after bigint not null,
    ${searchColumns.map((column) => `${column} ${text},`).join('\n    ')}
    primary key (pool_id, sub)
  )`,
  ...searchColumns.map(
    (column) => `create index users_${column} on users (pool_id, ${column}, sub) where ${column} is not null`,
  ),
  'create index users_status on users (pool_id, status, sub)',
  'create index users_enabled on users (pool_id, enabled, sub)',
  `create table aliases (
    pool_id ${text} not null,
    kind ${text} not null,
    value ${text} not null,
    sub ${text} not null,
    long_value text,
    primary key (pool_id, kind, value)
  )${clustered}`,
  'create index aliases_by_sub on aliases (pool_id, sub)',
];

const groups = ({ text, clustered }: Dialect) => [
  `create table user_groups (
    pool_id ${text} not null,
    name ${text} not null,
    incarnation ${text} not null,
    description text,
    role_arn text,
    precedence bigint,
    created_at bigint not null,
    modified_at bigint not null,
    version bigint not null,
    primary key (pool_id, name)
  )`,
  `create table memberships (
    pool_id ${text} not null,
    sub ${text} not null,
    group_name ${text} not null,
    incarnation ${text} not null,
    created_at bigint not null,
    primary key (pool_id, sub, group_name)
  )${clustered}`,
  'create index memberships_by_group on memberships (pool_id, group_name, sub)',
];

const shortLived = ({ text, clustered }: Dialect) => [
  `create table codes (
    pool_id ${text} not null,
    sub ${text} not null,
    purpose ${text} not null,
    hash text not null,
    destination text not null,
    attempts bigint not null,
    created_at bigint not null,
    expires_at bigint not null,
    version bigint not null,
    primary key (pool_id, sub, purpose)
  )${clustered}`,
  `create table attempts (
    pool_id ${text} not null,
    subject ${text} not null,
    kind ${text} not null,
    count bigint not null,
    window_start bigint not null,
    locked_until bigint not null,
    expires_at bigint not null,
    version bigint not null,
    primary key (pool_id, subject, kind)
  )${clustered}`,
  `create table used_tickets (id ${text} not null primary key, expires_at bigint not null)${clustered}`,
  `create table revocations (
    pool_id ${text} not null,
    origin_jti ${text} not null,
    expires_at bigint not null,
    primary key (pool_id, origin_jti)
  )${clustered}`,
  `create table rotations (
    pool_id ${text} not null,
    token_id ${text} not null,
    used_at bigint not null,
    expires_at bigint not null,
    primary key (pool_id, token_id)
  )${clustered}`,
  ...['codes', 'attempts', 'used_tickets', 'revocations', 'rotations'].map(
    (table) => `create index ${table}_expiry on ${table} (expires_at)`,
  ),
];

const messages = ({ text }: Dialect) => [
  `create table messages (
    id ${text} not null primary key,
    pool_id ${text} not null,
    username ${text} not null,
    channel text not null,
    recipient ${text} not null,
    kind text not null,
    sealed_content text not null,
    state text not null,
    attempts bigint not null,
    created_at bigint not null,
    next_attempt_at bigint not null,
    version bigint not null
  )`,
  "create index messages_due on messages (next_attempt_at, id) where state = 'pending'",
  "create index messages_old on messages (created_at) where state <> 'pending'",
  'create index messages_by_pool on messages (pool_id, id)',
];

const keys = ({ text, clustered }: Dialect) => [
  `create table signing_keys (
    kid ${text} not null primary key,
    pool_id ${text} not null,
    use text not null,
    state text not null,
    public_jwk text not null,
    sealed_private_key text not null,
    created_at bigint not null,
    expires_at bigint,
    version bigint not null
  )`,
  'create index signing_keys_by_pool on signing_keys (pool_id, created_at, kid)',
  `create table access_keys (
    id ${text} not null primary key,
    account ${text} not null,
    sealed_secret text not null,
    status text not null,
    created_at bigint not null
  )`,
  `create table leases (name ${text} not null primary key, holder text not null, held_until bigint not null)${clustered}`,
];

/** PostgreSQL: guards raise their name; a commit leaves its id, so that a lost answer can be found out. */
const commitSupport = [
  `create function store_guard(hit bigint, guard text) returns bigint language plpgsql volatile as $$
  begin
    if hit = 0 then
      raise exception using errcode = 'PHG01', message = guard;
    end if;
    return hit;
  end $$`,
  `create table commits (
    id uuid not null primary key,
    created_at timestamptz not null default now()
  )`,
  'create index commits_age on commits (created_at)',
];
