/**
 * Metadata that has an address is read again every six hours, as Cognito does, and at once when a signature fails: the
 * provider may have changed its keys since. A certificate that the provider no longer names no longer counts.
 */
import type { Core } from '../../core.ts';
import { ServiceError } from '../../errors.ts';
import type { CompleteDetails } from '../../identity-providers/details.ts';
import type { IdentityProvider } from '../../identity-providers/provider.ts';
import { withEncryption } from '../../identity-providers/renewal.ts';
import { metadataAt, withBindings } from '../../identity-providers/saml-details.ts';
import { openSecrets } from '../../identity-providers/secrets.ts';
import { kept } from '../../identity-providers/write.ts';
import { GuardFailed, type SamlMetadata, SamlRefused } from '../../ports.ts';

const AGAIN_AFTER_FAILURE = 30 * 60_000;
/** Whoever sends bad signatures does not make us ask more often. */
const AT_MOST_EVERY = 5 * 60_000;

export type RefreshCore = Pick<Core, 'clock' | 'fetch' | 'log' | 'saml' | 'sealer' | 'store'>;

/** The work with the metadata that is known; with newer one, when a signature fails under it and there is newer one. */
export const withFreshMetadata = async <Result>(
  core: RefreshCore,
  provider: IdentityProvider,
  work: (metadata: Pick<SamlMetadata, 'certificates'>) => Promise<Result>,
): Promise<Result> => {
  const known = provider.metadata ?? { certificates: [] };
  try {
    return await work(known);
  } catch (error) {
    if (!(error instanceof SamlRefused) || !error.reason.endsWith('-signature')) throw error;
    const fresh = await newer(core, provider);
    if (!fresh || String(fresh.certificates) === String(known.certificates)) throw error;
    return work(fresh);
  }
};

const newer = async (core: RefreshCore, provider: IdentityProvider): Promise<SamlMetadata | undefined> => {
  if (!provider.details['MetadataURL'] || !(await mayAsk(core, provider))) return undefined;
  return refreshed(core, provider);
};

const mayAsk = async ({ store, clock }: RefreshCore, { poolId, name }: IdentityProvider): Promise<boolean> => {
  const now = clock.now();
  try {
    await store.commit([store.leases.take(`saml-metadata/${poolId}/${name}`, `${now}`, now, now + AT_MOST_EVERY)]);
    return true;
  } catch (error) {
    if (error instanceof GuardFailed) return false;
    throw error;
  }
};

/**
 * What the provider says now, and its encryption certificate renewed when that is old. Undefined where it does not say;
 * then it is asked again before long.
 */
export const refreshed = async (core: RefreshCore, provider: IdentityProvider): Promise<SamlMetadata | undefined> => {
  const now = core.clock.now();
  try {
    const complete = await completed(core, provider);
    await keep(core, provider, { ...provider, ...kept(core, provider, complete) });
    return complete.metadata;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    core.log.warn(
      { err: error, poolId: provider.poolId, provider: provider.name },
      'metadata of a provider not readable',
    );
    await keep(core, provider, { ...provider, refreshAt: now + AGAIN_AFTER_FAILURE });
    return undefined;
  }
};

const completed = async (core: RefreshCore, provider: IdentityProvider): Promise<CompleteDetails> => {
  const { details, poolId } = provider;
  const before = { details, secrets: openSecrets(core, provider) };
  const metadata = details['MetadataURL'] ? await metadataAt(core, details['MetadataURL']) : provider.metadata;
  if (metadata === undefined) return before;
  return withEncryption(core, poolId, { ...before, details: withBindings(details, metadata), metadata }, before);
};

/** An owner who changes the provider meanwhile has read the metadata too. */
const keep = async ({ store }: RefreshCore, before: IdentityProvider, after: IdentityProvider): Promise<void> => {
  try {
    await store.commit(store.identityProviders.update(before, after));
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
  }
};
