/** The proof that a caller knows its client's secret. */
import { constantTimeEqual } from '../../crypto/compare.ts';
import { secretHash } from '../../crypto/secret-hash.ts';
import type { Core } from '../core.ts';
import { notAuthorized } from '../errors.ts';
import type { Client } from './client.ts';
import { openClientSecrets } from './secrets.ts';

/**
 * `username` is the name as the caller sent it. Throws NotAuthorizedException when the hash is missing or wrong, and
 * when there is a hash but the client has no secret that could have made it.
 */
export const checkSecretHash = (
  core: Pick<Core, 'sealer'>,
  client: Client,
  username: string,
  given: string | undefined,
): void => {
  const secrets = openClientSecrets(core, client);
  if (secrets.length === 0 && given === undefined) return;
  if (given === undefined) {
    throw notAuthorized(`Client ${client.id} is configured with secret but SECRET_HASH was not received`);
  }
  const matches = secrets.map((secret) => constantTimeEqual(secretHash(username, client.id, secret), given));
  if (!matches.includes(true)) throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
};
