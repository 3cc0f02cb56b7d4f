/**
 * The keys that sign a pool's tokens: one for ID, one for access tokens. They rest sealed, are opened once and kept
 * opened per pool (signing-key-cache.ts).
 */
import type { KeyObject } from 'node:crypto';
import { keyIdOfCompact, signCompact, verifyCompact } from '../../crypto/jws.ts';
import { createRsaKeyStock, openPrivateKey, type RsaKeyPair } from '../../crypto/rsa-keys.ts';
import type { Signer } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { type Clock, GuardFailed, type Sealer, type SigningKey, type Store, type Write } from '../ports.ts';
import { createKeyCache, isOver, type OpenKey, type Use } from './signing-key-cache.ts';

export interface PoolSigner extends Signer {
  /** Announces keys that the next rotation makes active, for verifiers that keep the JWKS for long. */
  announceNext(poolId: string): Promise<void>;
  /** Makes keys for coming pools in the background. */
  warm(): void;
}

interface Parts {
  readonly store: Pick<Store, 'signingKeys' | 'commit'>;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Signatures under way at once; more are refused rather than piled up. */
  readonly maxWaiting?: number;
}

const USES = ['id', 'access'] as const satisfies readonly Use[];
/** No ID or access token lives longer than a day; an hour on top for clocks that differ. */
const OVERLAP_MS = 25 * 3_600_000;
/** About half a second of work for the native pool on two cores. */
const MAX_WAITING = 4_000;

export function createSigner(parts: Parts): PoolSigner {
  const { store, sealer, clock, maxWaiting = MAX_WAITING } = parts;
  const stock = createRsaKeyStock();
  const cache = createKeyCache(parts);
  let waiting = 0;

  const rowOf = (poolId: string, use: Use, state: SigningKey['state'], pair: RsaKeyPair): SigningKey => ({
    kid: pair.kid,
    poolId,
    use,
    state,
    publicJwk: pair.publicJwk,
    sealedPrivateKey: sealer.seal('signing-key', pair.privateKey, pair.kid),
    createdAt: clock.now(),
    version: 1,
  });
  const newRows = (poolId: string, state: SigningKey['state'], uses: readonly Use[]): Promise<SigningKey[]> =>
    Promise.all(uses.map(async (use) => rowOf(poolId, use, state, await stock.take())));

  return {
    async sign(poolId, use, claims) {
      const key = await cache.signing(poolId, use);
      if (waiting >= maxWaiting) throw new ServiceError('TooManyRequestsException', 'Too many requests');
      waiting += 1;
      try {
        return await signCompact(key.row.kid, privateKeyOf(sealer, key), claims);
      } finally {
        waiting -= 1;
      }
    },
    async verify(poolId, use, token) {
      const kid = keyIdOfCompact(token);
      const key = kid === undefined ? undefined : await cache.byId(poolId, kid);
      return key?.row.use === use ? verifyCompact(token, key.publicKey) : undefined;
    },
    async jwks(poolId) {
      const announced = [...(await cache.ofPool(poolId)).values()].map(({ row }) => row);
      announced.sort(
        (one, other) => one.createdAt - other.createdAt || USES.indexOf(one.use) - USES.indexOf(other.use),
      );
      return {
        keys: announced.map(({ kid, publicJwk: { e, kty, n } }) => ({ alg: 'RS256', e, kid, kty, n, use: 'sig' })),
      };
    },
    async newPoolKeys(poolId) {
      return (await newRows(poolId, 'active', USES)).map((row) => store.signingKeys.insert(row));
    },
    async announceNext(poolId) {
      const rows = await store.signingKeys.ofPool(poolId);
      const missing = USES.filter((use) => !rows.some((row) => row.use === use && row.state === 'next'));
      await store.commit((await newRows(poolId, 'next', missing)).map((row) => store.signingKeys.insert(row)));
      cache.forget(poolId);
    },
    async rotate(poolId) {
      const rows = await store.signingKeys.ofPool(poolId);
      const missing = USES.filter((use) => !rows.some((row) => row.use === use && row.state === 'next'));
      const fresh = await newRows(poolId, 'active', missing);
      await commitRotation(store, [
        ...rows.flatMap((row) => turned(store, row, clock.now())),
        ...fresh.map((row) => store.signingKeys.insert(row)),
      ]);
      cache.forget(poolId);
    },
    warm: () => stock.fill(),
  };
}

/** What a rotation does to a key that is there. */
function turned(store: Parts['store'], row: SigningKey, now: number): Write[] {
  if (row.state === 'next') return [store.signingKeys.update({ ...row, state: 'active' })];
  if (row.state === 'active') {
    return [store.signingKeys.update({ ...row, state: 'retired', expiresAt: now + OVERLAP_MS })];
  }
  return isOver(row, now) ? [store.signingKeys.delete(row)] : [];
}

/** Two rotations at once: the first one counts, the other finds its work done. */
async function commitRotation(store: Parts['store'], writes: Write[]): Promise<void> {
  try {
    await store.commit(writes);
  } catch (error) {
    if (!(error instanceof GuardFailed && error.guard === 'signing-key.changed')) throw error;
  }
}

function privateKeyOf(sealer: Sealer, key: OpenKey): KeyObject {
  const { kid, sealedPrivateKey } = key.row;
  key.privateKey ??= openPrivateKey(Buffer.from(sealer.open('signing-key', sealedPrivateKey, kid)).toString('utf8'));
  return key.privateKey;
}
