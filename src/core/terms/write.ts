/** Making, changing, deleting and listing terms documents. */
import { poolClient } from '../clients/pool-client.ts';
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { type Listing, listPage } from '../paging.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed } from '../ports.ts';
import { concurrentModification, retryOn } from '../retry.ts';
import type { Terms } from './terms.ts';

type Parts = Pick<Core, 'store' | 'clock' | 'random'>;
export type NewTerms = Pick<Terms, 'clientId' | 'name' | 'source' | 'enforcement' | 'links'>;
export type TermsChange = Partial<Pick<Terms, 'name' | 'source' | 'enforcement' | 'links'>>;

/** Throws ResourceNotFoundException. */
export const requireTerms = async (core: Pick<Core, 'store'>, poolId: string, id: string): Promise<Terms> => {
  const terms = await core.store.terms.byId(poolId, id);
  if (terms === undefined) throw new ServiceError('ResourceNotFoundException', `Terms ${id} do not exist.`);
  return terms;
};

/** Throws ResourceNotFoundException (the client, the terms). */
export const clientTerms = async (
  core: Pick<Core, 'store'>,
  pool: Pool,
  clientId: string,
  name: string,
): Promise<Terms> => {
  await poolClient(core, pool, clientId);
  const terms = await core.store.terms.byName(pool.id, clientId, name);
  if (terms !== undefined) return terms;
  throw new ServiceError('ResourceNotFoundException', `Terms ${name} do not exist for client ${clientId}.`);
};

/** Throws ResourceNotFoundException (the client), TermsExistsException. */
export const createTerms = async (core: Parts, pool: Pool, request: NewTerms): Promise<Terms> => {
  await poolClient(core, pool, request.clientId);
  const now = core.clock.now();
  const terms: Terms = {
    id: core.random.uuid(),
    poolId: pool.id,
    ...request,
    createdAt: now,
    modifiedAt: now,
    version: 1,
  };
  await core.store.commit([core.store.terms.insert(terms)]).catch(existsAlready(terms));
  return terms;
};

/** Members that are left out stay; links are replaced as a whole. Throws ResourceNotFoundException, TermsExistsException. */
export const updateTerms = (core: Parts, poolId: string, id: string, change: TermsChange): Promise<Terms> =>
  retryOn('terms.changed', concurrentModification, async () => {
    const before = await requireTerms(core, poolId, id);
    const after: Terms = {
      ...before,
      name: change.name ?? before.name,
      source: change.source ?? before.source,
      enforcement: change.enforcement ?? before.enforcement,
      links: change.links ?? before.links,
      modifiedAt: core.clock.now(),
    };
    await core.store.commit(core.store.terms.update(before, after)).catch(existsAlready(after));
    return after;
  });

/** Throws ResourceNotFoundException. */
export const deleteTerms = (core: Pick<Core, 'store'>, poolId: string, id: string): Promise<void> =>
  retryOn('terms.changed', concurrentModification, async () => {
    await core.store.commit([core.store.terms.delete(await requireTerms(core, poolId, id))]);
  });

/** By id. Throws InvalidParameterException for a token that is not this list's. */
export const listTerms = (
  core: Pick<Core, 'store' | 'sealer'>,
  poolId: string,
  page: { readonly limit: number; readonly token: string | undefined },
): Promise<Listing<Terms>> =>
  listPage(core, {
    ...page,
    scope: `ListTerms ${poolId}`,
    keyOf: (terms: Terms) => terms.id,
    read: (keys) => core.store.terms.list(poolId, keys),
  });

const existsAlready =
  ({ name, clientId }: Terms) =>
  (error: unknown): never => {
    if (!(error instanceof GuardFailed && error.guard === 'terms.exists')) throw error;
    throw new ServiceError('TermsExistsException', `Terms ${name} already exist for client ${clientId}.`);
  };
