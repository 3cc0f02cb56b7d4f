/** The repositories of identity pools. The rule is that of store.ts. */
import type { Identity, IdentityPool } from '../identity-pools/records.ts';
import type { PageOf, Write } from './store.ts';

export interface IdentityPoolRepository {
  byId(id: string): Promise<IdentityPool | undefined>;
  /** By id, ascending, of one account and region. */
  list(owner: { account: string; region: string }, page: PageOf<string>): Promise<IdentityPool[]>;
  /** Guard `identity-pool.exists`. */
  insert(pool: IdentityPool): Write;
  /** Guard `identity-pool.changed`. */
  update(pool: IdentityPool): Write;
  /** Guard `identity-pool.changed`. Its identities become unreachable and are swept later. */
  delete(pool: IdentityPool): Write;
}

export interface IdentityRepository {
  /** Ids are unique in a deployment. */
  byId(id: string): Promise<Identity | undefined>;
  byLogin(poolId: string, provider: string, subject: string): Promise<Identity | undefined>;
  /** By id, ascending. */
  list(poolId: string, page: PageOf<string>): Promise<Identity[]>;
  /** Guards `identity.exists` and `login.taken`. */
  insert(identity: Identity): Write[];
  /** Guards `identity.changed` and `login.taken`. */
  update(before: Identity, after: Identity): Write[];
  /** Guard `identity.changed`. */
  delete(identity: Identity): Write[];
  /** `from` is disabled, `into` has its logins too. Guard `identity.changed`. */
  merge(from: Identity, into: Identity, merged: Identity): Write[];
}
