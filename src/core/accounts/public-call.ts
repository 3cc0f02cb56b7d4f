/** What the operations that anybody may call begin with: the app client, its pool, and proof that the caller is it. */
import type { Client } from '../clients/client.ts';
import { checkSecretHash } from '../clients/secret-hash.ts';
import type { Core } from '../core.ts';
import { notAuthorized, ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { TriggerCaller } from '../triggers/event.ts';
import type { User } from '../users/user.ts';

/** A request by an app client about the user it names. */
export interface PublicCall extends TriggerCaller {
  readonly pool: Pool;
  readonly client: Client;
  /** As the caller wrote it: username or alias. */
  readonly username: string;
}

/** @throws ResourceNotFoundException, NotAuthorizedException when SECRET_HASH is missing or wrong */
export async function publicCall(
  core: Pick<Core, 'directory' | 'sealer'>,
  clientId: string,
  username: string,
  secretHash: string | undefined,
  metadata: Pick<TriggerCaller, 'clientMetadata' | 'validationData'> = {},
): Promise<PublicCall> {
  const client = await core.directory.client(clientId);
  const pool = await core.directory.pool(client.poolId);
  checkSecretHash(core, client, username, secretHash);
  return { pool, client, username, ...metadata };
}

/** What confirmation and recovery say of unknown users where the client does not hide them. */
export const combinationNotFound = () =>
  new ServiceError('UserNotFoundException', 'Username/client id combination not found.');

export function assertEnabled(user: User): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
}
