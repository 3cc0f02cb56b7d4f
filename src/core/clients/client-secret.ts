/** The client secret itself as proof, where an operation takes it in clear (ClientSecret). */
import { constantTimeEqual } from '../../crypto/compare.ts';
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import type { Client } from './client.ts';
import { openClientSecrets } from './secrets.ts';

/** The operations declare different errors for the same refusal. */
export type ClientSecretRefusal = 'NotAuthorizedException' | 'UnauthorizedException';

/** Throws the given error when the secret is missing or wrong, and when there is one but the client has none. */
export const checkClientSecret = (
  core: Pick<Core, 'sealer'>,
  client: Client,
  given: string | undefined,
  refusal: ClientSecretRefusal,
): void => {
  const secrets = openClientSecrets(core, client);
  if (secrets.length === 0 && given === undefined) return;
  if (given === undefined) {
    throw new ServiceError(refusal, `Client ${client.id} is configured with secret but ClientSecret was not received`);
  }
  const matches = secrets.map((secret) => constantTimeEqual(secret, given));
  if (!matches.includes(true)) throw new ServiceError(refusal, `Unable to verify secret for client ${client.id}`);
};
