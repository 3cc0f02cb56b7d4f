/**
 * Making, changing and deleting domains. A pool keeps the names of its domains, and both rows change in one commit: so
 * a pool never has two of a kind, and is never deleted while one is being made.
 */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import { type Owner, storedPool } from '../pools/owned-pool.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed } from '../ports.ts';
import { concurrentModification, retryOn } from '../retry.ts';
import { type Domain, EVERYWHERE } from './domain.ts';
import { ownedDomain } from './find.ts';
import { assertCertificate, assertCustomDomain, assertLoginVersion, assertPrefix, assertRouting } from './rules.ts';
import { isReserved } from './site.ts';

type Parts = Pick<Core, 'store' | 'clock' | 'random' | 'directory' | 'settings'>;

export interface DomainMembers {
  readonly certificateArn?: string;
  readonly securityPolicy?: string;
  readonly managedLoginVersion?: number;
  readonly routing?: Readonly<Record<string, unknown>>;
}

const CLASSIC = 1;

/** Throws ResourceNotFoundException, InvalidParameterException, FeatureUnavailableInTierException. */
export const createDomain = (
  core: Parts,
  owner: Owner,
  poolId: string,
  name: string,
  members: DomainMembers,
): Promise<Domain> =>
  retryOn('pool.changed', concurrentModification, async () => {
    const pool = await storedPool(core, owner, poolId);
    const domain = newDomain(core, pool, name, members);
    checkNew(pool, domain);
    if (domain.scope === EVERYWHERE && isReserved(core.settings, name)) throw taken();
    try {
      await core.store.commit([core.store.domains.insert(domain), core.store.pools.update(withDomain(pool, domain))]);
    } catch (error) {
      if (!(error instanceof GuardFailed && error.guard === 'domain.exists')) throw error;
      throw taken();
    }
    forget(core, domain);
    return domain;
  });

const taken = () => invalidParameter('Domain already associated with another user pool.');

const DISTRIBUTION_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

const newDomain = (core: Parts, pool: Pool, name: string, members: DomainMembers): Domain => ({
  scope: members.certificateArn === undefined ? pool.region : EVERYWHERE,
  name,
  poolId: pool.id,
  account: pool.account,
  ...members,
  managedLoginVersion: members.managedLoginVersion ?? CLASSIC,
  distribution: `d${core.random.string(13, DISTRIBUTION_ALPHABET)}.cloudfront.net`,
  createdAt: core.clock.now(),
  version: 1,
});

const checkNew = (pool: Pool, domain: Domain): void => {
  if (domain.certificateArn === undefined) assertPrefix(domain.name);
  else assertCustomDomain(domain.name, domain.certificateArn);
  assertRouting(domain);
  assertLoginVersion(pool, domain.managedLoginVersion);
  const has = pool.domains?.[kindOf(domain)];
  if (has === domain.name) throw invalidParameter('Domain already exists.');
  if (has !== undefined) throw invalidParameter('User pool already has a domain configured.');
};

/** Members that are left out stay. Throws InvalidParameterException, ResourceNotFoundException. */
export const updateDomain = (
  core: Parts,
  owner: Owner,
  poolId: string,
  name: string,
  change: DomainMembers,
): Promise<Domain> =>
  retryOn('domain.changed', concurrentModification, async () => {
    const pool = await storedPool(core, owner, poolId);
    const before = await poolDomain(core, owner, poolId, name);
    if (change.certificateArn !== undefined && before.certificateArn === undefined) {
      throw invalidParameter('Custom domain configuration cannot be set for a prefix domain.');
    }
    const after: Domain = {
      ...before,
      certificateArn: change.certificateArn ?? before.certificateArn,
      securityPolicy: change.securityPolicy ?? before.securityPolicy,
      managedLoginVersion: change.managedLoginVersion ?? before.managedLoginVersion,
      routing: change.routing ?? before.routing,
    };
    if (after.certificateArn !== undefined) assertCertificate(after.certificateArn);
    assertRouting(after);
    assertLoginVersion(pool, after.managedLoginVersion);
    await core.store.commit([core.store.domains.update(after)]);
    forget(core, after);
    return after;
  });

/** Throws InvalidParameterException, ResourceNotFoundException. */
export const deleteDomain = (core: Parts, owner: Owner, poolId: string, name: string): Promise<void> =>
  retryOn('pool.changed', concurrentModification, () =>
    retryOn('domain.changed', concurrentModification, async () => {
      const pool = await storedPool(core, owner, poolId);
      const domain = await poolDomain(core, owner, poolId, name);
      const { [kindOf(domain)]: _, ...domains } = pool.domains ?? {};
      await core.store.commit([core.store.domains.delete(domain), core.store.pools.update({ ...pool, domains })]);
      forget(core, domain);
    }),
  );

const forget = (core: Pick<Core, 'directory'>, { scope, name, poolId }: Domain): void => {
  core.directory.forgetDomain(scope, name);
  core.directory.forgetPool(poolId);
};

const poolDomain = async (core: Parts, owner: Owner, poolId: string, name: string): Promise<Domain> => {
  const domain = await ownedDomain(core, owner, name);
  if (domain?.poolId !== poolId) throw invalidParameter('No such domain or user pool exists.');
  return domain;
};

const kindOf = ({ scope }: Domain): 'prefix' | 'custom' => (scope === EVERYWHERE ? 'custom' : 'prefix');

const withDomain = (pool: Pool, domain: Domain): Pool => ({
  ...pool,
  domains: { ...pool.domains, [kindOf(domain)]: domain.name },
});
