/** What of a provider rests sealed: what the owner gave in secret, and keys made here. */
import type { Core } from '../core.ts';
import type { IdentityProvider, ProviderDetails } from './provider.ts';

export interface ProviderSecrets {
  readonly client_secret?: string;
  /** Sign in with Apple; never shown again. */
  readonly private_key?: string;
  /** PKCS#8 in base64 of the key that SAML assertions are encrypted for; its certificate is among the details. */
  readonly encryptionKey?: string;
  /** When that certificate was made; epoch milliseconds. */
  readonly encryptionCertifiedAt?: number;
}

type Place = Pick<IdentityProvider, 'poolId' | 'name'>;

const contextOf = ({ poolId, name }: Place): string => `${poolId}/${name}`;

/** Undefined where there is nothing to keep. */
export const sealSecrets = (core: Pick<Core, 'sealer'>, place: Place, secrets: ProviderSecrets): string | undefined =>
  Object.values(secrets).every((secret) => secret === undefined)
    ? undefined
    : core.sealer.seal('identity-provider', JSON.stringify(secrets), contextOf(place));

export const openSecrets = (core: Pick<Core, 'sealer'>, provider: IdentityProvider): ProviderSecrets => {
  if (provider.sealedSecrets === undefined) return {};
  const opened = core.sealer.open('identity-provider', provider.sealedSecrets, contextOf(provider));
  return JSON.parse(Buffer.from(opened).toString()) as ProviderSecrets;
};

/** As the API shows them to the pool's owner, in the order of their names: with the client secret in clear. */
export const shownDetails = (core: Pick<Core, 'sealer'>, provider: IdentityProvider): ProviderDetails => {
  const { client_secret } = openSecrets(core, provider);
  const all = { ...provider.details, ...(client_secret !== undefined && { client_secret }) };
  return Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
};
