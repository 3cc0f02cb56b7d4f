/**
 * Storage, as the core sees it. It has one rule: reads are queries, a write is one atomic batch. A repository's write
 * methods only describe a change (`Write`); `store.commit([...])` carries out all of them or none. A write whose guard
 * fails rejects the commit with `GuardFailed`, which names the guard. Races are decided there, never by reading first. A
 * batch touches each row at most once (PostgreSQL runs it as one statement over one snapshot).
 *
 * Here: the store, its guards, and the repositories of pools, clients, users and what comes and goes with them. What
 * else is kept stands in records.ts.
 */
import type { Client } from '../clients/client.ts';
import type { Code, CodePurpose } from '../codes/code.ts';
import type { Group } from '../groups/group.ts';
import type { Message } from '../messages/message.ts';
import type { Pool } from '../pools/pool.ts';
import type { Alias, User } from '../users/user.ts';
import type { IamRepository } from './iam.ts';
import type { IdentityPoolRepository, IdentityRepository } from './identity-pools.ts';
import type {
  AccessKeyRepository,
  DeviceRepository,
  DomainRepository,
  IdentityProviderRepository,
  ImportRepository,
  InvocationRepository,
  LeaseRepository,
  ManagedKeyRepository,
  ManagedLoginBrandingRepository,
  PasskeyRepository,
  ResourceServerRepository,
  SealedRepository,
  SigningCertificateRepository,
  SigningKeyRepository,
  TermsRepository,
  UiCustomizationRepository,
} from './records.ts';

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
  | 'certificate.changed'
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
  | 'access-key.missing'
  | 'iam.changed'
  | 'identity-pool.changed'
  | 'identity-pool.exists'
  | 'identity.changed'
  | 'identity.exists'
  | 'login.taken'
  | 'iam.exists'
  | 'iam-target.missing'
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
  readonly iam: IamRepository;
  readonly identityPools: IdentityPoolRepository;
  readonly identities: IdentityRepository;
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
