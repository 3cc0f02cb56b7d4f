/** Client secrets side by side: a new one is added, clients move over to it, the old one is deleted. */
import { constantTimeEqual } from '../../crypto/compare.ts';
import type { Core } from '../core.ts';
import { invalidParameter, ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { retryOn, tooManyWriters } from '../retry.ts';
import type { Client, SealedClientSecret } from './client.ts';
import { poolClient } from './pool-client.ts';
import { newClientSecret, openClientSecrets, sealClientSecret } from './secrets.ts';

/** API reference, AddUserPoolClientSecret. */
const MOST_SECRETS = 2;

type Parts = Pick<Core, 'store' | 'clock' | 'directory' | 'random' | 'sealer'>;

const storeSecrets = async (core: Parts, client: Client, sealedSecrets: readonly SealedClientSecret[]) => {
  await core.store.commit([core.store.clients.update({ ...client, sealedSecrets, modifiedAt: core.clock.now() })]);
  core.directory.forgetClient(client.id);
};

const assertRoom = (core: Parts, client: Client, secret: string): void => {
  if (client.sealedSecrets.length === 0) {
    throw invalidParameter(`Client ${client.id} is a public client: it has no secret that could be rotated.`);
  }
  if (client.sealedSecrets.length >= MOST_SECRETS) {
    throw new ServiceError('LimitExceededException', `A client can have at most ${MOST_SECRETS} secrets.`);
  }
  if (openClientSecrets(core, client).some((known) => constantTimeEqual(known, secret))) {
    throw invalidParameter('The client has this secret already.');
  }
};

/**
 * `generated` is the secret in clear, where the owner did not choose it. Throws ResourceNotFoundException,
 * InvalidParameterException, LimitExceededException.
 */
export const addClientSecret = (
  core: Parts,
  pool: Pool,
  clientId: string,
  chosen: string | undefined,
): Promise<{ readonly secret: SealedClientSecret; readonly generated?: string }> =>
  retryOn('client.changed', tooManyWriters, async () => {
    const client = await poolClient(core, pool, clientId);
    const value = chosen ?? newClientSecret(core);
    assertRoom(core, client, value);
    const secret = sealClientSecret(core, client.id, value, client.sealedSecrets);
    await storeSecrets(core, client, [...client.sealedSecrets, secret]);
    return chosen === undefined ? { secret, generated: value } : { secret };
  });

/** Throws ResourceNotFoundException, and InvalidParameterException for the last secret. */
export const deleteClientSecret = (core: Parts, pool: Pool, clientId: string, secretId: string): Promise<void> =>
  retryOn('client.changed', tooManyWriters, async () => {
    const client = await poolClient(core, pool, clientId);
    const left = client.sealedSecrets.filter(({ id }) => id !== secretId);
    if (left.length === client.sealedSecrets.length) {
      throw new ServiceError('ResourceNotFoundException', `Client secret ${secretId} does not exist.`);
    }
    if (left.length === 0) throw invalidParameter('The last secret of a client cannot be deleted.');
    await storeSecrets(core, client, left);
  });
