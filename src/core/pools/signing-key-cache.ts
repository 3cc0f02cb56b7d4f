/** A pool's signing keys, opened, as this node last read them. Looked at again each second at most while in use. */
import type { KeyObject } from 'node:crypto';
import { openPublicKey } from '../../crypto/rsa-keys.ts';
import type { Clock, SigningKey, Store } from '../ports.ts';

export type Use = SigningKey['use'];

export interface OpenKey {
  readonly row: SigningKey;
  readonly publicKey: KeyObject;
  privateKey?: KeyObject;
}

interface PoolKeys {
  readonly keys: ReadonlyMap<string, OpenKey>;
  readonly readAt: number;
}

const LOOK_AGAIN_MS = 1_000;
const KNOWN_TO_ALL_MS = 2 * LOOK_AGAIN_MS;
/** Pools whose keys stay opened. */
const MAX_POOLS = 2_000;

export const isOver = (row: SigningKey, now: number): boolean => row.expiresAt !== undefined && row.expiresAt <= now;

export function createKeyCache({
  store,
  clock,
}: {
  readonly store: Pick<Store, 'signingKeys'>;
  readonly clock: Clock;
}) {
  const pools = new Map<string, PoolKeys>();
  const reading = new Map<string, Promise<PoolKeys>>();

  const read = async (poolId: string): Promise<PoolKeys> => {
    const known = pools.get(poolId)?.keys;
    const now = clock.now();
    const rows = (await store.signingKeys.ofPool(poolId)).filter((row) => !isOver(row, now));
    const entry = { keys: new Map(rows.map((row) => [row.kid, opened(row, known?.get(row.kid))])), readAt: now };
    pools.delete(poolId); // Newest last: the first entry of the map is the one longest unread.
    if (rows.length > 0) pools.set(poolId, entry);
    for (const [oldest] of pools) {
      if (pools.size <= MAX_POOLS) break;
      pools.delete(oldest);
    }
    return entry;
  };
  const readOnce = (poolId: string): Promise<PoolKeys> => {
    const started = reading.get(poolId) ?? read(poolId).finally(() => reading.delete(poolId));
    reading.set(poolId, started);
    return started;
  };
  const ofPool = async (poolId: string): Promise<ReadonlyMap<string, OpenKey>> => {
    const known = pools.get(poolId);
    const age = known ? clock.now() - known.readAt : Number.POSITIVE_INFINITY;
    return known && age >= 0 && age < LOOK_AGAIN_MS ? known.keys : (await readOnce(poolId)).keys;
  };
  return {
    ofPool,
    byId: async (poolId: string, kid: string): Promise<OpenKey | undefined> => (await ofPool(poolId)).get(kid),
    async signing(poolId: string, use: Use): Promise<OpenKey> {
      const key = signingKey([...(await ofPool(poolId)).values()], use, clock.now());
      if (!key) throw new Error(`pool ${poolId} has no active ${use} key`);
      return key;
    },
    forget: (poolId: string): void => void pools.delete(poolId),
  };
}

/** A key that other nodes may not have read yet leaves the signing to its predecessor. */
function signingKey(keys: readonly OpenKey[], use: Use, now: number): OpenKey | undefined {
  const ofUse = keys.filter(({ row }) => row.use === use);
  const active = ofUse.find(({ row }) => row.state === 'active');
  if (active && now - active.row.createdAt >= KNOWN_TO_ALL_MS) return active;
  const retired = ofUse.filter(({ row }) => row.state === 'retired');
  const [predecessor] = retired.sort((one, other) => (other.row.expiresAt ?? 0) - (one.row.expiresAt ?? 0));
  return predecessor ?? active;
}

const opened = (row: SigningKey, known: OpenKey | undefined): OpenKey => ({
  row,
  publicKey: known?.publicKey ?? openPublicKey(row.publicJwk),
  privateKey: known?.privateKey,
});
