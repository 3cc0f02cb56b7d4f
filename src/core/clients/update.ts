import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import { concurrentModification, retryOn } from '../retry.ts';
import type { Client, ClientSettings } from './client.ts';
import { completeClientSettings } from './defaults.ts';
import { poolClient } from './pool-client.ts';
import { unknownReferences } from './references.ts';
import { checkClientSettings } from './rules.ts';

type Parts = Pick<Core, 'store' | 'clock' | 'directory'>;

export interface ClientChange {
  readonly name?: string;
  /** All settings: what is left out goes back to its default. */
  readonly settings: Partial<ClientSettings>;
}

/** Throws ResourceNotFoundException, ConcurrentModificationException, and what `checkClientSettings` throws. */
export const updateClient = (core: Parts, pool: Pool, clientId: string, change: ClientChange): Promise<Client> => {
  const settings = completeClientSettings(change.settings);
  return retryOn('client.changed', concurrentModification, async () => {
    const before = await poolClient(core, pool, clientId);
    const unknown = await unknownReferences(core, pool, settings);
    checkClientSettings(pool, settings, { hasSecret: before.sealedSecrets.length > 0, doing: 'updating', ...unknown });
    const after = { ...before, name: change.name ?? before.name, settings, modifiedAt: core.clock.now() };
    await core.store.commit([core.store.clients.update(after)]);
    core.directory.forgetClient(clientId);
    return after;
  });
};

/** Throws ResourceNotFoundException, ConcurrentModificationException. */
export const deleteClient = (core: Parts, pool: Pool, clientId: string): Promise<void> =>
  retryOn('client.changed', concurrentModification, async () => {
    await core.store.commit([core.store.clients.delete(await poolClient(core, pool, clientId))]);
    core.directory.forgetClient(clientId);
  });
