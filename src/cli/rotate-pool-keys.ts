/** `poolhouse keys rotate-signing <pool id>`: new token-signing keys for one pool, or for the issuer of identities' tokens. */
import { systemClock } from '../adapters/clock.ts';
import type { Config } from '../config.ts';
import { IDENTITY_KEYS } from '../core/identity-pools/tokens.ts';
import { createSigner } from '../core/pools/signing-keys.ts';
import { readKeyring } from '../crypto/keyring-file.ts';
import { createSealer } from '../crypto/seal.ts';
import { masterKeySource } from '../first-run/master-key.ts';
import { CommandFailed, EXIT } from './failures.ts';
import { openStore } from './open-store.ts';

export const rotatePoolKeys = async (config: Config, poolId: string, say: (line: string) => void): Promise<void> => {
  const sealer = createSealer(readKeyring(await masterKeySource(config)));
  const store = await openStore(config);
  try {
    const isThere = poolId === IDENTITY_KEYS || (await store.pools.byId(poolId));
    if (!isThere) throw new CommandFailed(EXIT.usage, `User pool ${poolId} does not exist.`);
    const signer = createSigner({ store, sealer, clock: systemClock });
    await signer.rotate(poolId);
    const { keys } = await signer.jwks(poolId);
    say(
      `New signing keys for ${poolId}; its JWKS holds ${keys.length} keys, the old ones until their tokens have ended.`,
    );
  } finally {
    await store.close();
  }
};
