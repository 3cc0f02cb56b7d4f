import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { Client, ClientSettings } from './client.ts';
import { completeClientSettings } from './defaults.ts';
import { unknownReferences } from './references.ts';
import { checkClientSettings } from './rules.ts';
import { newClientId, newClientSecret, sealClientSecret } from './secrets.ts';

export interface NewClient {
  readonly name: string;
  readonly generateSecret?: boolean;
  /** A secret that the owner chose. */
  readonly secret?: string;
  readonly settings?: Partial<ClientSettings>;
}

/** Throws what `checkClientSettings` throws. */
export const createClient = async (
  core: Pick<Core, 'store' | 'clock' | 'random' | 'sealer'>,
  pool: Pool,
  request: NewClient,
): Promise<Client> => {
  const now = core.clock.now();
  const id = newClientId(core);
  const secret = chosenSecret(core, request);
  const settings = completeClientSettings(request.settings ?? {});
  const unknown = await unknownReferences(core, pool, settings);
  checkClientSettings(pool, settings, { hasSecret: secret !== undefined, doing: 'creating', ...unknown });
  const client: Client = {
    poolId: pool.id,
    id,
    version: 1,
    createdAt: now,
    modifiedAt: now,
    name: request.name,
    sealedSecrets: secret === undefined ? [] : [sealClientSecret(core, id, secret)],
    settings,
  };
  await core.store.commit([core.store.clients.insert(client)]);
  return client;
};

const chosenSecret = (core: Pick<Core, 'random'>, request: NewClient): string | undefined => {
  if (request.secret !== undefined && request.generateSecret === true) {
    throw invalidParameter('ClientSecret cannot be specified when GenerateSecret is set to true.');
  }
  return request.secret ?? (request.generateSecret === true ? newClientSecret(core) : undefined);
};
