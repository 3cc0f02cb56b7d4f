/** Client secrets: made, sealed, opened. They rest sealed and bound to their client. */
import type { Core } from '../core.ts';
import type { Client, SealedClientSecret } from './client.ts';

const LOWER_CASE_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

export const newClientId = (core: Pick<Core, 'random'>): string => core.random.string(26, LOWER_CASE_AND_DIGITS);

export const newClientSecret = (core: Pick<Core, 'random'>): string => core.random.string(52, LOWER_CASE_AND_DIGITS);

export const sealClientSecret = (
  core: Pick<Core, 'sealer' | 'clock' | 'random'>,
  clientId: string,
  secret: string,
): SealedClientSecret => ({
  id: `${clientId}--${core.random.string(10, LOWER_CASE_AND_DIGITS)}`,
  sealed: core.sealer.seal('client-secret', secret, clientId),
  createdAt: core.clock.now(),
});

/** All secrets that are valid now, oldest first. */
export const openClientSecrets = (core: Pick<Core, 'sealer'>, client: Client): string[] =>
  client.sealedSecrets.map(({ sealed }) =>
    Buffer.from(core.sealer.open('client-secret', sealed, client.id)).toString(),
  );
