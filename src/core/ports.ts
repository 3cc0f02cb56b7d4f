/**
 * What the core needs from outside, as types. `store/` and `adapters/` implement them; `app.ts` puts them together.
 *
 * Storage has one rule: reads are queries, a write is one atomic batch. A repository's write methods only describe a
 * change (`Write`); `store.commit([...])` carries out all of them or none. A write whose guard fails rejects the
 * commit with `GuardFailed`, which names the guard. Races are decided there, never by reading first. A batch touches
 * each row at most once (PostgreSQL runs it as one statement over one snapshot).
 */
import type { ManagedLoginBranding } from './branding/managed-login.ts';
import type { UiCustomization } from './branding/ui-customization.ts';
import type { Client } from './clients/client.ts';
import type { Code, CodePurpose } from './codes/code.ts';
import type { Device } from './devices/device.ts';
import type { Domain } from './domains/domain.ts';
import type { Invocation } from './functions/invocation.ts';
import type { Group } from './groups/group.ts';
import type { SigningCertificate } from './identity-providers/certificate.ts';
import type { IdentityProvider } from './identity-providers/provider.ts';
import type { ImportChunk, ImportJob, ImportJobKey, ImportLogPart } from './imports/job.ts';
import type { ManagedKey } from './keys/managed-key.ts';
import type { Message } from './messages/message.ts';
import type { Passkey } from './passkeys/passkey.ts';
import type { Pool } from './pools/pool.ts';
import type { ResourceServer } from './resource-servers/resource-server.ts';
import type { Terms } from './terms/terms.ts';
import type { Alias, User } from './users/user.ts';

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

export interface Random {
  bytes(size: number): Uint8Array;
  uuid(): string;
  /** `count` unbiased characters of `alphabet`. */
  string(count: number, alphabet: string): string;
}

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
}

/**
 * Authenticated encryption at rest and of what clients carry. Each purpose has its own key, so nothing sealed for one
 * purpose opens under another; `context` binds the value to its place (row or owner) and must be the same to open it.
 */
export interface Sealer {
  /** Text safe in URLs, JSON and columns; carries the id of the master key. */
  seal(purpose: SealPurpose, plaintext: string | Uint8Array, context: string): string;
  /** Throws `SealBroken` when forged, cut, of another purpose, context or unknown key. */
  open(purpose: SealPurpose, sealed: string, context: string): Uint8Array;
  /** HMAC-SHA-256 under a key derived for the purpose (stable across master-key rotation), for lookups and codes. */
  mac(purpose: SealPurpose, data: string): Uint8Array;
  /** The id of the master key that new seals use; `keyIdOf` tells which one a sealed value used. */
  readonly currentKeyId: string;
  keyIdOf(sealed: string): string;
}

export type SealPurpose =
  | 'access-key'
  | 'auth-session'
  | 'client-secret'
  | 'code'
  | 'device'
  | 'identity-provider'
  | 'import-file'
  | 'import-url'
  | 'invocation'
  | 'managed-key'
  | 'message'
  | 'page-token'
  | 'passkey-challenge'
  | 'password'
  | 'refresh-token'
  | 'saml-key'
  | 'sign-up-session'
  | 'signing-key'
  | 'simulated-user'
  | 'srp-secret-block'
  | 'totp-seed';

export { SealBroken } from '../crypto/seal.ts';

/** A change that a commit carries out. Made by repositories only. */
export interface Write {
  readonly guard?: Guard;
}

/** The guards that a commit can fail on, by name. */
export type Guard =
  | 'alias.taken'
  | 'attempt.changed'
  | 'branding.changed'
  | 'branding.exists'
  | 'certificate.exists'
  | 'client.changed'
  | 'client.exists'
  | 'code.changed'
  | 'device.changed'
  | 'device.exists'
  | 'domain.changed'
  | 'domain.exists'
  | 'group.changed'
  | 'group.exists'
  | 'group.missing'
  | 'access-key.exists'
  | 'idp.changed'
  | 'idp.exists'
  | 'idp-identifier.taken'
  | 'import-job.changed'
  | 'import-job.exists'
  | 'import.active'
  | 'lease.held'
  | 'managed-key.exists'
  | 'message.changed'
  | 'passkey.changed'
  | 'passkey.exists'
  | 'pool.changed'
  | 'pool.exists'
  | 'resource-server.changed'
  | 'resource-server.exists'
  | 'rotation.used'
  | 'sealed.changed'
  | 'signing-key.changed'
  | 'terms.changed'
  | 'terms.exists'
  | 'ticket.used'
  | 'ui-customization.changed'
  | 'user.changed'
  | 'user.exists';

export class GuardFailed extends Error {
  readonly guard: Guard;

  constructor(guard: Guard) {
    super(`guard failed: ${guard}`);
    this.name = 'GuardFailed';
    this.guard = guard;
  }
}

export interface Store {
  readonly engine: 'sqlite' | 'postgres';
  readonly pools: PoolRepository;
  readonly clients: ClientRepository;
  readonly users: UserRepository;
  readonly aliases: AliasRepository;
  readonly groups: GroupRepository;
  readonly codes: CodeRepository;
  readonly attempts: AttemptRepository;
  readonly tickets: TicketRepository;
  readonly revocations: RevocationRepository;
  readonly rotations: RotationRepository;
  readonly messages: MessageRepository;
  readonly signingKeys: SigningKeyRepository;
  readonly accessKeys: AccessKeyRepository;
  readonly leases: LeaseRepository;
  readonly sealed: SealedRepository;
  readonly invocations: InvocationRepository;
  readonly managedKeys: ManagedKeyRepository;
  readonly identityProviders: IdentityProviderRepository;
  readonly resourceServers: ResourceServerRepository;
  readonly domains: DomainRepository;
  readonly uiCustomizations: UiCustomizationRepository;
  readonly managedLoginBrandings: ManagedLoginBrandingRepository;
  readonly terms: TermsRepository;
  readonly signingCertificates: SigningCertificateRepository;
  readonly passkeys: PasskeyRepository;
  readonly devices: DeviceRepository;
  readonly imports: ImportRepository;

  /** Carries out all writes or none; durable (fsync) when it resolves. Rejects with `GuardFailed`. */
  commit(writes: readonly Write[]): Promise<void>;
  /** Deletes up to `limit` rows whose time is over (codes, attempts, tickets, revocations, rotations, old mailbox
   *  messages) and up to `limit` rows of deleted pools; answers how many went. */
  sweep(now: number, limit: number): Promise<number>;
  /** A trivial read on the engine; rejects when it is out of reach. */
  ping(): Promise<void>;
  /** Lets running commits end, then closes. */
  close(): Promise<void>;
}

export interface PageOf<After> {
  readonly limit: number;
  /** Exclusive start: the key of the last row of the page before. */
  readonly after?: After;
}

export interface PoolRepository {
  byId(id: string): Promise<Pool | undefined>;
  /** By id, ascending, of one account and region. */
  list(owner: { account: string; region: string }, page: PageOf<string>): Promise<Pool[]>;
  /** Guard `pool.exists`. */
  insert(pool: Pool): Write;
  /** Replaces the row whose version is `pool.version` and raises it. Guard `pool.changed`. */
  update(pool: Pool): Write;
  /** Guard `pool.changed`. What belonged to the pool (clients included) becomes unreachable and is swept later. */
  delete(pool: Pool): Write;
  /** Kept by counters that user inserts and deletes adjust; never counts rows. */
  countUsers(poolId: string): Promise<number>;
}

export interface ClientRepository {
  byId(id: string): Promise<Client | undefined>;
  /** By id, ascending. */
  list(poolId: string, page: PageOf<string>): Promise<Client[]>;
  /** Guard `client.exists`. */
  insert(client: Client): Write;
  /** Guard `client.changed`. */
  update(client: Client): Write;
  /** Guard `client.changed`. What was made for this client alone (looks, styles, terms) goes with it. */
  delete(client: Client): Write;
}

/** The attributes that ListUsers can search, beside `sub`. */
export type SearchableField =
  | 'username'
  | 'email'
  | 'phone_number'
  | 'name'
  | 'given_name'
  | 'family_name'
  | 'preferred_username'
  | 'cognito:user_status'
  | 'status'
  | 'sub';

export interface UserFilter {
  readonly field: SearchableField;
  readonly match: 'equals' | 'prefix';
  readonly value: string;
}

export interface UserRepository {
  bySub(poolId: string, sub: string): Promise<User | undefined>;
  /** Alias and user in one round trip. `value` is already normalized. */
  byAlias(poolId: string, kind: Alias['kind'], value: string): Promise<User | undefined>;
  /**
   * A page in an order that an index gives: by sub without a filter or with `equals`; by the filtered field, then sub,
   * with `prefix`. `after` is the last row's `{ field value, sub }`.
   */
  list(poolId: string, filter: UserFilter | undefined, page: PageOf<UserListKey>): Promise<User[]>;
  /** Guard `user.exists`. Counts the user in. */
  insert(user: User): Write;
  /** Replaces the row whose version is `user.version` and raises it. Guard `user.changed`. */
  update(user: User): Write;
  /** Guard `user.changed`. Its aliases, codes, and memberships go in the same batch. Counts the user out. */
  delete(user: User): Write[];
}

export interface UserListKey {
  /** The filtered field's value on the row where the filter is a prefix; else empty. */
  readonly value: string;
  readonly sub: string;
}

export interface AliasRepository {
  bySub(poolId: string, sub: string): Promise<Alias[]>;
  find(poolId: string, kind: Alias['kind'], value: string): Promise<Alias | undefined>;
  /** Guard `alias.taken`. */
  insert(alias: Alias): Write;
  /** Gives the alias to `alias.sub`, whoever has it (ForceAliasCreation). */
  take(alias: Alias): Write;
  /** Only when it still belongs to `alias.sub`; otherwise nothing happens. */
  release(alias: Alias): Write;
}

export interface GroupRepository {
  byName(poolId: string, name: string): Promise<Group | undefined>;
  /** By name, ascending. */
  list(poolId: string, page: PageOf<string>): Promise<Group[]>;
  /** Guard `group.exists`. */
  insert(group: Group): Write;
  /** Guard `group.changed`. */
  update(group: Group): Write;
  /** Guard `group.missing`; memberships go with it. */
  delete(group: Group): Write[];
  /** Adding twice is no error. Guard `group.missing` when the group is gone. */
  addMember(poolId: string, group: string, sub: string, now: number): Write;
  removeMember(poolId: string, group: string, sub: string): Write;
  /** Groups of a user: by name, ascending. */
  ofUser(poolId: string, sub: string, page: PageOf<string>): Promise<Group[]>;
  /** Users of a group: by sub, ascending. */
  members(poolId: string, group: string, page: PageOf<string>): Promise<User[]>;
}

export interface CodeRepository {
  find(poolId: string, sub: string, purpose: CodePurpose): Promise<Code | undefined>;
  /** Puts a code in the place of any earlier one of that purpose. */
  put(code: Code): Write;
  /** Counts one attempt on the row that was read (`attempts` + 1). Guard `code.changed`. */
  countAttempt(code: Code): Write;
  /** Deletes the row that was read: the code is spent. Guard `code.changed`. */
  consume(code: Code): Write;
  /** Deletes whatever code of that purpose there is. */
  discard(poolId: string, sub: string, purpose: CodePurpose): Write;
}

/** Failures and sends that are counted and limited, per pool and subject (a user or an unknown name's hash). */
export interface Attempt {
  readonly poolId: string;
  readonly subject: string;
  readonly kind: string;
  readonly count: number;
  readonly windowStart: number;
  readonly lockedUntil: number;
  readonly expiresAt: number;
  readonly version: number;
}

export interface AttemptRepository {
  find(poolId: string, subject: string, kind: string): Promise<Attempt | undefined>;
  /** Stores over the row of `attempt.version` (0: there is none yet) and raises it. Guard `attempt.changed`. */
  put(attempt: Attempt): Write;
  clear(poolId: string, subject: string, kind: string): Write;
}

/** A ticket is the id of something single-use that clients carry (auth session, SECRET_BLOCK). */
export interface TicketRepository {
  isUsed(id: string): Promise<boolean>;
  /** Marks it used. Guard `ticket.used`. */
  use(id: string, expiresAt: number): Write;
}

/** Deny-list of token families (`origin_jti`). */
export interface RevocationRepository {
  isRevoked(poolId: string, originJti: string): Promise<boolean>;
  /** Revoking twice is no error. */
  insert(poolId: string, originJti: string, expiresAt: number): Write;
}

/** Refresh tokens that were exchanged for a new one (rotation). */
export interface RotationRepository {
  find(poolId: string, tokenId: string): Promise<{ usedAt: number } | undefined>;
  /** Guard `rotation.used`. */
  insert(poolId: string, tokenId: string, usedAt: number, expiresAt: number): Write;
}

export interface MessageRepository {
  insert(message: Message): Write;
  /** Newest first; only what the filter names. For the mailbox. */
  list(filter: { poolId?: string; username?: string; to?: string }, limit: number): Promise<Message[]>;
  /** `pending` ones whose time has come, oldest first. */
  due(now: number, limit: number): Promise<Message[]>;
  /** Guard `message.changed`. Used to lease (moves nextAttemptAt), to count a failure, to give up. */
  update(message: Message): Write;
  /** Delivered: the row goes. */
  delete(id: string): Write;
}

export interface SigningKey {
  readonly kid: string;
  readonly poolId: string;
  readonly use: 'id' | 'access';
  /** `active` signs; `next` is announced but does not sign yet; `retired` is announced until `expiresAt`. */
  readonly state: 'next' | 'active' | 'retired';
  readonly publicJwk: { readonly kty: string; readonly n: string; readonly e: string };
  /** PKCS#8 DER, base64, sealed under `signing-key`, bound to the kid. */
  readonly sealedPrivateKey: string;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly version: number;
}

export interface SigningKeyRepository {
  ofPool(poolId: string): Promise<SigningKey[]>;
  insert(key: SigningKey): Write;
  /** Guard `signing-key.changed`. */
  update(key: SigningKey): Write;
  delete(key: SigningKey): Write;
}

/** Long-term credentials for signed operations. The operator's root key is one of them. */
export interface AccessKey {
  readonly id: string;
  readonly account: string;
  readonly sealedSecret: string;
  readonly status: 'Active' | 'Inactive';
  readonly createdAt: number;
}

export interface AccessKeyRepository {
  byId(id: string): Promise<AccessKey | undefined>;
  /** Guard `access-key.exists`. */
  insert(key: AccessKey): Write;
}

/** Background work that one node at a time does. */
export interface LeaseRepository {
  /** Takes or renews the lease unless another holder has it until after `now`. Guard `lease.held`. */
  take(name: string, holder: string, now: number, until: number): Write;
  release(name: string, holder: string): Write;
}

/** Every sealed column of the database, for re-sealing under a new master key. */
export interface SealedRepository {
  scan(limit: number, after?: string): Promise<SealedValue[]>;
  /** Replaces `value.sealed`. Guard `sealed.changed`. */
  replace(value: SealedValue, sealed: string): Write;
}

export interface SealedValue {
  /** Position: table, column and key; ascending over a scan. */
  readonly at: string;
  readonly purpose: SealPurpose;
  readonly context: string;
  readonly sealed: string;
}

/** Providers of a pool, with the identifiers that are unique among them. */
export interface IdentityProviderRepository {
  byName(poolId: string, name: string): Promise<IdentityProvider | undefined>;
  byIdentifier(poolId: string, identifier: string): Promise<IdentityProvider | undefined>;
  /** By name, ascending. */
  list(poolId: string, page: PageOf<string>): Promise<IdentityProvider[]>;
  /** Guards `idp.exists` and `idp-identifier.taken`. */
  insert(provider: IdentityProvider): Write[];
  /** From `before` to `after`, of one name. Guards `idp.changed` and `idp-identifier.taken`. */
  update(before: IdentityProvider, after: IdentityProvider): Write[];
  /** Guard `idp.changed`. */
  delete(provider: IdentityProvider): Write[];
}

export interface ResourceServerRepository {
  byIdentifier(poolId: string, identifier: string): Promise<ResourceServer | undefined>;
  /** By identifier, ascending. */
  list(poolId: string, page: PageOf<string>): Promise<ResourceServer[]>;
  /** Guard `resource-server.exists`. */
  insert(server: ResourceServer): Write;
  /** Guard `resource-server.changed`. */
  update(server: ResourceServer): Write;
  /** Guard `resource-server.changed`. */
  delete(server: ResourceServer): Write;
}

/** Which pool has which domain stands in the pool too (`Pool.domains`); both change in one commit. */
export interface DomainRepository {
  byName(scope: string, name: string): Promise<Domain | undefined>;
  /** Guard `domain.exists`. */
  insert(domain: Domain): Write;
  /** Guard `domain.changed`. */
  update(domain: Domain): Write;
  /** Guard `domain.changed`. */
  delete(domain: Domain): Write;
}

export interface UiCustomizationRepository {
  find(poolId: string, clientId: string): Promise<UiCustomization | undefined>;
  /** Guard `ui-customization.changed` when there is one already. */
  insert(customization: UiCustomization): Write;
  /** Guard `ui-customization.changed`. */
  update(customization: UiCustomization): Write;
}

export interface ManagedLoginBrandingRepository {
  byId(id: string): Promise<ManagedLoginBranding | undefined>;
  byClient(poolId: string, clientId: string): Promise<ManagedLoginBranding | undefined>;
  /** Guard `branding.exists` when the client has one. */
  insert(branding: ManagedLoginBranding): Write;
  /** Guard `branding.changed`. */
  update(branding: ManagedLoginBranding): Write;
  /** Guard `branding.changed`. */
  delete(branding: ManagedLoginBranding): Write;
}

export interface TermsRepository {
  byId(poolId: string, id: string): Promise<Terms | undefined>;
  byName(poolId: string, clientId: string, name: string): Promise<Terms | undefined>;
  /** By id, ascending. */
  list(poolId: string, page: PageOf<string>): Promise<Terms[]>;
  /** Guard `terms.exists` when the client has terms of that name. */
  insert(terms: Terms): Write;
  /** Guards `terms.changed` and, when the name changes, `terms.exists`. */
  update(before: Terms, after: Terms): Write[];
  /** Guard `terms.changed`. */
  delete(terms: Terms): Write;
}

export interface SigningCertificateRepository {
  ofPool(poolId: string): Promise<SigningCertificate | undefined>;
  /** Guard `certificate.exists`. */
  insert(certificate: SigningCertificate): Write;
}

export interface InvocationRepository {
  byId(id: string): Promise<Invocation | undefined>;
  /** Newest first; of one pool, or of all. */
  list(poolId: string | undefined, limit: number): Promise<Invocation[]>;
  insert(invocation: Invocation): Write;
  /** Deletes all but the newest `keep` of a pool. */
  trim(poolId: string, keep: number): Write;
}

export interface ManagedKeyRepository {
  byArn(arn: string): Promise<ManagedKey | undefined>;
  /** Guard `managed-key.exists`. */
  insert(key: ManagedKey): Write;
}

/** Runs the functions that pools name as their triggers, wherever the operator has put them. */
export interface Functions {
  /** One attempt, ended after `timeoutMs`. Resolves with the function's JSON answer; rejects with `FunctionFailed`. */
  invoke(call: FunctionCall): Promise<unknown>;
}

export interface FunctionCall {
  readonly arn: string;
  readonly event: object;
  readonly timeoutMs: number;
  /** The trigger as LambdaConfig names it (`PreSignUp`). */
  readonly trigger: string;
}

/**
 * `error`: the function itself failed, with `errorMessage`. `timeout`: it did not answer in time. `unavailable`: it
 * could not be called (`errorType` says why, e.g. `ResourceNotFoundException`). `invalid-answer`: it answered no JSON.
 */
export type FunctionFailure = 'error' | 'timeout' | 'unavailable' | 'invalid-answer';

export class FunctionFailed extends Error {
  readonly kind: FunctionFailure;
  readonly errorType: string | undefined;
  readonly errorMessage: string | undefined;

  constructor(kind: FunctionFailure, said: { errorType?: string; errorMessage?: string } = {}, options?: ErrorOptions) {
    super(`function failed: ${kind}`, options);
    this.name = 'FunctionFailed';
    this.kind = kind;
    this.errorType = said.errorType;
    this.errorMessage = said.errorMessage;
  }
}

/** Where data keys come from: keys that Poolhouse manages, or a key service. */
export interface DataKeys {
  /** 32 random bytes, in clear and under the key of that ARN, bound to the context. `keyArn` is never an alias. */
  generate(
    keyArn: string,
    context: Readonly<Record<string, string>>,
  ): Promise<{ readonly keyArn: string; readonly plaintext: Uint8Array; readonly ciphertext: Uint8Array }>;
}

/** The keys under which codes travel to CustomEmailSender and CustomSMSSender. */
export interface SenderKeys {
  /**
   * Base64 of a message in the AWS Encryption SDK's format, under the key that LambdaConfig's KMSKeyID names. `context`
   * is its encryption context: Cognito's is `{ 'userpool-id': … }`. Rejects when the key cannot be used.
   */
  encrypt(keyArn: string, plaintext: string, context: Readonly<Record<string, string>>): Promise<string>;
}

/**
 * Requests to addresses that pool owners name (metadata, discovery). HTTPS alone; nothing inside the deployment's own
 * network is reached. Rejects with `FetchFailed`.
 */
export type Fetch = (url: string, request?: FetchRequest) => Promise<FetchAnswer>;

export interface FetchRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface FetchAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export class FetchFailed extends Error {
  /** `refused`: the address may not be asked; the others happened on the way. */
  readonly reason: 'refused' | 'timeout' | 'too-large' | 'redirects' | 'network';

  constructor(reason: FetchFailed['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FetchFailed';
    this.reason = reason;
  }
}

/** XML and X.509 of SAML federation. */
export interface Saml {
  /** Rejects with `InvalidMetadata`. */
  readMetadata(xml: string): Promise<SamlMetadata>;
  /** An RSA key and its self-signed certificate, valid for ten years from `now` (epoch milliseconds); DER in base64. */
  selfSigned(commonName: string, now: number): Promise<{ readonly certificate: string; readonly privateKey: string }>;
}

/** What an identity provider says of itself (OASIS saml-metadata-2.0-os). */
export interface SamlMetadata {
  readonly entityId: string;
  /** Base64 DER of the certificates that may sign. */
  readonly certificates: readonly string[];
  readonly ssoRedirect?: string;
  readonly ssoPost?: string;
  readonly sloRedirect?: string;
  readonly sloPost?: string;
}

export class InvalidMetadata extends Error {}

/** How many a user has stands in the user too (`User.passkeys`); both change in one commit. */
export interface PasskeyRepository {
  byId(poolId: string, id: string): Promise<Passkey | undefined>;
  /** All of them, oldest first. */
  ofUser(poolId: string, sub: string): Promise<Passkey[]>;
  /** Guard `passkey.exists`. */
  insert(passkey: Passkey): Write;
  /** The signature counter of the row whose version is `passkey.version`. Guard `passkey.changed`. */
  count(passkey: Passkey, counter: number): Write;
  /** Guard `passkey.changed` when it is gone. */
  delete(passkey: Passkey): Write;
}

/** COSE algorithms of passkeys: ES256 and RS256 (RFC 9053 section 2.1, RFC 8812 section 2). */
export const WEBAUTHN_ALGORITHMS = [-7, -257] as const;

/** What a ceremony must have been made for. */
export interface ExpectedCeremony {
  /** Base64url. */
  readonly challenge: string;
  readonly origin: string;
  readonly relyingPartyId: string;
  /** Demanded, not merely preferred. */
  readonly userVerification: boolean;
}

export interface RegisteredCredential {
  readonly id: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly attachment?: 'cross-platform' | 'platform';
  readonly aaguid: string;
  readonly userVerified: boolean;
  /** Undefined where the client does not say. */
  readonly discoverable?: boolean;
}

/** Checks what authenticators answer (W3C Web Authentication, sections 7.1 and 7.2). Rejects with `WebAuthnRefused`. */
export interface WebAuthn {
  register(response: unknown, expected: ExpectedCeremony): Promise<RegisteredCredential>;
  /** A counter that does not rise is refused, unless there is none. */
  assert(
    response: unknown,
    expected: ExpectedCeremony,
    credential: Pick<Passkey, 'counter' | 'id' | 'publicKey'>,
  ): Promise<{ readonly counter: number; readonly userVerified: boolean }>;
}

export class WebAuthnRefused extends Error {
  readonly reason: 'malformed' | 'relying-party' | 'unsupported';

  constructor(reason: WebAuthnRefused['reason'], options?: ErrorOptions) {
    super(`credential refused: ${reason}`, options);
    this.name = 'WebAuthnRefused';
    this.reason = reason;
  }
}

/** CSV imports: jobs, the files given to them, and what became of each line. */
export interface ImportRepository {
  byId(poolId: string, id: string): Promise<ImportJob | undefined>;
  /** Newest first. */
  list(poolId: string, page: PageOf<ImportJobKey>): Promise<ImportJob[]>;
  hasMoreThan(poolId: string, count: number): Promise<boolean>;
  /** Those with work to be done, of all pools, longest due first. */
  due(now: number, limit: number): Promise<ImportJob[]>;
  /** Guard `import-job.exists`. */
  insert(job: ImportJob): Write;
  /** Guard `import-job.changed`. */
  update(job: ImportJob): Write;
  /** Tells a pending or running job to stop, whatever its version is by now. Guard `import-job.changed` for others. */
  stop(poolId: string, id: string, now: number): Write;
  /** The job that the pool is busy with. */
  active(poolId: string): Promise<string | undefined>;
  /** Guard `import.active` while the pool is busy with a job. */
  activate(poolId: string, jobId: string): Write;
  deactivate(poolId: string, jobId: string): Write;
  putChunk(chunk: ImportChunk): Write;
  /** The upload's first chunk behind number `after`. */
  nextChunk(poolId: string, jobId: string, upload: string, after: string): Promise<ImportChunk | undefined>;
  /** Of any upload. */
  hasChunks(poolId: string, jobId: string): Promise<boolean>;
  deleteChunks(poolId: string, jobId: string, limit: number): Write;
  deleteUpload(poolId: string, jobId: string, upload: string): Write;
  putLog(part: ImportLogPart): Write;
  /** In the order of the file. */
  log(poolId: string, jobId: string, page: PageOf<string>): Promise<ImportLogPart[]>;
}

/** A forgotten device is found no more, but its key stays taken for a while. */
export interface DeviceRepository {
  byKey(poolId: string, sub: string, key: string): Promise<Device | undefined>;
  /** By key, ascending. */
  ofUser(poolId: string, sub: string, page: PageOf<string>): Promise<Device[]>;
  /** Those that are remembered, by key, ascending. */
  rememberedOf(poolId: string, sub: string, page: PageOf<string>): Promise<Device[]>;
  /** Guard `device.exists` when the key is taken or the user gone. */
  insert(device: Device): Write;
  /** Guard `device.changed` when it was forgotten. */
  setStatus(device: Device, now: number): Write;
  /** When and from where it has just signed in; nothing happens when it was forgotten. */
  signedIn(device: Device, now: number, ip: string | undefined): Write;
  /** Its key stays taken until `until`. Guard `device.changed` when it was forgotten already. */
  forget(device: Device, until: number): Write;
}

/** Files of comma-separated values. */
export interface Csv {
  /** Every row, the header included, as the bytes come. Rejects with `CsvUnreadable`. */
  rows(bytes: AsyncIterable<Uint8Array>): AsyncIterable<CsvRow>;
}

export interface CsvRow {
  readonly values: readonly string[];
  /** Its first line in the file, counted from 1. */
  readonly line: number;
  readonly tooLong: boolean;
}

/** The file is no CSV, or not in UTF-8. The message says nothing of its content. */
export class CsvUnreadable extends Error {}
