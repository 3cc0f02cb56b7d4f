/** Which identity pool a request names, for whoever counts requests; nothing else is believed of it. */
import type { Core } from '../core.ts';
import type { Store } from '../ports.ts';
import { findIdentityPool } from './directory.ts';

interface Naming {
  readonly IdentityPoolId?: string;
  readonly IdentityId?: string;
}

const MAX_KNOWN = 20_000;

/** An identity never moves to another pool, so what was read once holds. */
const knownOf = new WeakMap<Store, Map<string, string>>();

/** Undefined: none, or none that exists. */
export const identityPoolNamed = async (
  core: Pick<Core, 'clock' | 'store'>,
  { IdentityPoolId, IdentityId }: Naming,
): Promise<string | undefined> => {
  const { store } = core;
  if (IdentityPoolId !== undefined) return (await findIdentityPool(core, IdentityPoolId))?.id;
  if (IdentityId === undefined) return undefined;
  const known = knownOf.get(store) ?? new Map<string, string>();
  knownOf.set(store, known);
  const poolId = known.get(IdentityId) ?? (await store.identities.byId(IdentityId))?.poolId;
  if (poolId !== undefined) known.set(IdentityId, poolId);
  if (known.size > MAX_KNOWN) known.delete(known.keys().next().value as string);
  return poolId;
};
