/**
 * The tables as both engines have them. Times are epoch milliseconds, JSON is text, absent is null. How they are made
 * stands in migrations/.
 */
export interface Tables {
  pools: PoolRow;
  deleted_pools: { id: string; empty_since: number | null };
  user_counts: { pool_id: string; shard: number; users: number };
  clients: ClientRow;
  users: UserRow;
  aliases: AliasRow;
  user_groups: GroupRow;
  memberships: { pool_id: string; group_name: string; sub: string; incarnation: string; created_at: number };
  codes: CodeRow;
  passkeys: PasskeyRow;
  devices: DeviceRow;
  attempts: AttemptRow;
  used_tickets: { id: string; expires_at: number };
  revocations: { pool_id: string; origin_jti: string; expires_at: number };
  rotations: { pool_id: string; token_id: string; used_at: number; expires_at: number };
  messages: MessageRow;
  signing_keys: SigningKeyRow;
  access_keys: AccessKeyRow;
  identity_pools: IdentityPoolRow;
  identities: IdentityRow;
  identity_logins: { pool_id: string; provider: string; subject: string; identity_id: string };
  iam_entities: { account: string; kind: string; entity_key: string; id: string; body: string; version: number };
  iam_links: { account: string; link: string; target: string; kind: string; id: string };
  leases: { name: string; holder: string; held_until: number };
  invocations: InvocationRow;
  managed_keys: { arn: string; sealed_key: string; created_at: number };
  identity_providers: IdentityProviderRow;
  idp_identifiers: { pool_id: string; identifier: string; provider: string };
  resource_servers: ResourceServerRow;
  domains: DomainRow;
  ui_customizations: UiCustomizationRow;
  managed_login_brandings: ManagedLoginBrandingRow;
  terms: TermsRow;
  signing_certificates: SigningCertificateRow;
  import_jobs: ImportJobRow;
  active_imports: { pool_id: string; job_id: string };
  import_chunks: ImportChunkRow;
  import_logs: ImportLogRow;
}

export interface AccessKeyRow {
  id: string;
  account: string;
  sealed_secret: string;
  status: string;
  created_at: number;
  /** Null: of the account's root. */
  user_id: string | null;
  /** JSON. */
  last_used: string | null;
}

export interface IdentityPoolRow {
  id: string;
  account: string;
  region: string;
  name: string;
  /** JSON of what is read only as a whole. */
  body: string;
  created_at: number;
  modified_at: number;
  version: number;
}

export interface IdentityRow {
  pool_id: string;
  id: string;
  /** JSON. */
  logins: string;
  disabled: number;
  created_at: number;
  modified_at: number;
  version: number;
}

export interface PoolRow {
  id: string;
  account: string;
  region: string;
  version: number;
  created_at: number;
  modified_at: number;
  name: string;
  /** 0 or 1. The search columns of users are folded to lower case where it is 0. */
  case_sensitive: number;
  /** JSON of what is read only as a whole. */
  body: string;
}

export interface ClientRow {
  id: string;
  pool_id: string;
  version: number;
  created_at: number;
  modified_at: number;
  name: string;
  sealed_secrets: string;
  settings: string;
}

export interface UserRow {
  pool_id: string;
  sub: string;
  username: string;
  status: string;
  enabled: string;
  created_at: number;
  modified_at: number;
  version: number;
  attributes: string;
  pending_attributes: string;
  password_sealed: string | null;
  password_set_at: number | null;
  /** Of an imported hash; null for salt and verifier. */
  password_algorithm: string | null;
  password_history: string;
  temporary_password_expires_at: number | null;
  tokens_valid_after: number;
  /** JSON; null for none. */
  mfa: string | null;
  passkeys: number;
  /** JSON; null for none. */
  identities: string | null;
  username_search: string;
  email_search: string | null;
  phone_number_search: string | null;
  name_search: string | null;
  given_name_search: string | null;
  family_name_search: string | null;
  preferred_username_search: string | null;
}

export interface AliasRow {
  pool_id: string;
  kind: string;
  /** The alias, or a digest in the place of its end where it is too long for an index. */
  value: string;
  sub: string;
  /** The whole alias where `value` holds a digest. */
  long_value: string | null;
}

export interface GroupRow {
  pool_id: string;
  name: string;
  /** Random; memberships name it, so that a group made anew under an old name starts without members. */
  incarnation: string;
  description: string | null;
  role_arn: string | null;
  precedence: number | null;
  created_at: number;
  modified_at: number;
  version: number;
}

export interface CodeRow {
  pool_id: string;
  sub: string;
  purpose: string;
  hash: string;
  destination: string;
  attempts: number;
  created_at: number;
  expires_at: number;
  version: number;
}

export interface AttemptRow {
  pool_id: string;
  subject: string;
  kind: string;
  count: number;
  window_start: number;
  locked_until: number;
  expires_at: number;
  version: number;
}

export interface MessageRow {
  id: string;
  pool_id: string;
  username: string;
  channel: string;
  recipient: string;
  kind: string;
  sealed_content: string;
  state: string;
  attempts: number;
  created_at: number;
  next_attempt_at: number;
  version: number;
}

export interface InvocationRow {
  id: string;
  pool_id: string;
  function_arn: string;
  trigger_name: string;
  source: string;
  outcome: string;
  started_at: number;
  duration_ms: number;
  sealed_content: string;
  expires_at: number;
}

export interface SigningKeyRow {
  kid: string;
  pool_id: string;
  use: string;
  state: string;
  public_jwk: string;
  sealed_private_key: string;
  created_at: number;
  expires_at: number | null;
  version: number;
}

export interface IdentityProviderRow {
  pool_id: string;
  name: string;
  type: string;
  details: string;
  sealed_secrets: string | null;
  /** JSON. */
  metadata: string | null;
  attribute_mapping: string;
  identifiers: string;
  refresh_at: number | null;
  created_at: number;
  modified_at: number;
  version: number;
}

export interface ResourceServerRow {
  pool_id: string;
  identifier: string;
  name: string;
  scopes: string;
  created_at: number;
  modified_at: number;
  version: number;
}

export interface DomainRow {
  scope: string;
  name: string;
  pool_id: string;
  account: string;
  certificate_arn: string | null;
  security_policy: string | null;
  managed_login_version: number;
  routing: string | null;
  distribution: string;
  created_at: number;
  version: number;
}

export interface UiCustomizationRow {
  pool_id: string;
  client_id: string;
  css: string | null;
  css_version: string | null;
  image_type: string | null;
  /** Base64. */
  image: string | null;
  created_at: number;
  modified_at: number;
  version: number;
}

export interface ManagedLoginBrandingRow {
  id: string;
  pool_id: string;
  client_id: string;
  /** 0 or 1. */
  use_provided: number;
  settings: string | null;
  assets: string;
  created_at: number;
  modified_at: number;
  version: number;
}

export interface TermsRow {
  id: string;
  pool_id: string;
  client_id: string;
  name: string;
  source: string;
  enforcement: string;
  links: string;
  created_at: number;
  modified_at: number;
  version: number;
}

export interface SigningCertificateRow {
  pool_id: string;
  certificate: string;
  sealed_private_key: string;
  created_at: number;
  version: number;
}

export interface PasskeyRow {
  pool_id: string;
  id: string;
  sub: string;
  public_key: string;
  counter: number;
  transports: string;
  attachment: string | null;
  name: string;
  relying_party_id: string;
  created_at: number;
  version: number;
}

export interface ImportJobRow {
  pool_id: string;
  id: string;
  name: string;
  role_arn: string;
  algorithm: string | null;
  status: string;
  created_at: number;
  started_at: number | null;
  completed_at: number | null;
  lines: number;
  imported: number;
  skipped: number;
  failed: number;
  upload: string | null;
  message: string | null;
  due_at: number | null;
  version: number;
}

export interface ImportChunkRow {
  pool_id: string;
  job_id: string;
  upload: string;
  number: string;
  sealed: string;
}

export interface ImportLogRow {
  pool_id: string;
  job_id: string;
  number: string;
  body: string;
  expires_at: number;
}

export interface DeviceRow {
  pool_id: string;
  sub: string;
  device_key: string;
  name: string | null;
  status: string;
  sealed_verifier: string | null;
  last_ip: string | null;
  created_at: number;
  modified_at: number;
  last_authenticated_at: number;
  /** Of a forgotten device: how long its key stays taken. */
  expires_at: number | null;
}
