/** Client secrets: made, sealed, opened. They rest sealed and bound to their client. */
import type { Core } from '../core.ts';
import type { Client, SealedClientSecret } from './client.ts';

const LOWER_CASE_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

export const newClientId = (core: Pick<Core, 'random'>): string => core.random.string(26, LOWER_CASE_AND_DIGITS);

export const newClientSecret = (core: Pick<Core, 'random'>): string => core.random.string(52, LOWER_CASE_AND_DIGITS);

/** Its id ends with the time of its making (API reference, ClientSecretDescriptorType), unlike that of any `other`. */
export const sealClientSecret = (
  core: Pick<Core, 'sealer' | 'clock'>,
  clientId: string,
  secret: string,
  others: readonly SealedClientSecret[] = [],
): SealedClientSecret => {
  const createdAt = core.clock.now();
  const newest = Math.max(0, ...others.map(({ id }) => Number(id.split('--').at(-1)) || 0));
  return {
    id: `${clientId}--${Math.max(createdAt, newest + 1)}`,
    sealed: core.sealer.seal('client-secret', secret, clientId),
    createdAt,
  };
};

/** Opened once for each time that the client is read: machines present theirs with every request. */
const opened = new WeakMap<Client, readonly string[]>();

/** All secrets that are valid now, oldest first. */
export const openClientSecrets = (core: Pick<Core, 'sealer'>, client: Client): readonly string[] => {
  const known = opened.get(client);
  if (known) return known;
  const secrets = client.sealedSecrets.map(({ sealed }) =>
    Buffer.from(core.sealer.open('client-secret', sealed, client.id)).toString(),
  );
  opened.set(client, secrets);
  return secrets;
};
