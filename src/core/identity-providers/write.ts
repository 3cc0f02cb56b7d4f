/** Making, changing and deleting identity providers. */
import { clientsWithoutProvider } from '../clients/forget.ts';
import type { Core } from '../core.ts';
import { invalidParameter, ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed } from '../ports.ts';
import { assertBelowLimit } from '../record-limit.ts';
import { concurrentModification, retryOn } from '../retry.ts';
import { type CompleteDetails, completeDetails } from './details.ts';
import { requireProvider } from './find.ts';
import { completeMapping } from './mapping.ts';
import { type IdentityProvider, OWN_USERS, type ProviderType, SOCIAL_TYPES } from './provider.ts';
import { refreshTime, withEncryption } from './renewal.ts';
import { openSecrets, sealSecrets } from './secrets.ts';

type Parts = Pick<Core, 'store' | 'clock' | 'sealer' | 'fetch' | 'saml'>;

/** https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const MAX_PER_POOL = 300;

export interface NewProvider {
  readonly name: string;
  readonly type: ProviderType;
  readonly details: Readonly<Record<string, string>>;
  readonly attributeMapping?: Readonly<Record<string, string>>;
  readonly identifiers?: readonly string[];
}

export type ProviderChange = Partial<Pick<NewProvider, 'details' | 'attributeMapping' | 'identifiers'>>;

/** Throws InvalidParameterException, DuplicateProviderException, LimitExceededException. */
export const createProvider = async (core: Parts, pool: Pool, request: NewProvider): Promise<IdentityProvider> => {
  assertName(request);
  const attributeMapping = completeMapping(pool, request.type, request.attributeMapping ?? {});
  await assertBelowLimit(MAX_PER_POOL, 'identity providers', (page) =>
    core.store.identityProviders.list(pool.id, page),
  );
  const complete = await withEncryption(core, pool.id, await completeDetails(core, request.type, request.details));
  const now = core.clock.now();
  const provider: IdentityProvider = {
    poolId: pool.id,
    name: request.name,
    type: request.type,
    ...kept(core, { poolId: pool.id, name: request.name }, complete),
    attributeMapping,
    identifiers: unique(request.identifiers ?? []),
    createdAt: now,
    modifiedAt: now,
    version: 1,
  };
  await core.store.commit(core.store.identityProviders.insert(provider)).catch((error: unknown) => {
    throw duplicate(error, provider.name) ?? error;
  });
  return provider;
};

/** Members that are left out stay. Throws ResourceNotFoundException, InvalidParameterException. */
export const updateProvider = (
  core: Parts,
  pool: Pool,
  name: string,
  change: ProviderChange,
): Promise<IdentityProvider> =>
  retryOn('idp.changed', concurrentModification, async () => {
    const before = await requireProvider(core, pool.id, name);
    const after: IdentityProvider = {
      ...before,
      ...(change.details !== undefined && (await changedDetails(core, pool, before, change.details))),
      attributeMapping:
        change.attributeMapping === undefined
          ? before.attributeMapping
          : completeMapping(pool, before.type, change.attributeMapping),
      identifiers: unique(change.identifiers ?? before.identifiers),
      modifiedAt: core.clock.now(),
    };
    await core.store.commit(core.store.identityProviders.update(before, after)).catch((error: unknown) => {
      // This operation declares no error of its own for it.
      const taken = duplicate(error, name);
      throw taken ? invalidParameter(taken.message) : error;
    });
    return after;
  });

/**
 * Users who signed in with it stay; app clients lose its name (clients/forget.ts says why). Throws
 * ResourceNotFoundException.
 */
export const deleteProvider = (
  core: Pick<Core, 'store' | 'clock' | 'directory'>,
  pool: Pool,
  name: string,
): Promise<void> =>
  retryOn('client.changed', concurrentModification, () =>
    retryOn('idp.changed', concurrentModification, async () => {
      const provider = await requireProvider(core, pool.id, name);
      const clients = await clientsWithoutProvider(core, pool.id, name);
      const { store } = core;
      const forgetting = clients.map((client) => store.clients.update(client));
      await store.commit([...store.identityProviders.delete(provider), ...forgetting]);
      for (const { id } of clients) core.directory.forgetClient(id);
    }),
  );

/** A social provider has its type for a name, and nothing else has it. */
const assertName = ({ name, type }: NewProvider): void => {
  const reserved = name.toUpperCase() === OWN_USERS || SOCIAL_TYPES.has(name as ProviderType);
  if (SOCIAL_TYPES.has(type) ? name === type : !reserved) return;
  throw invalidParameter(`Provider ${name} cannot be of type ${type}.`);
};

const changedDetails = async (core: Parts, pool: Pool, before: IdentityProvider, given: NewProvider['details']) => {
  const secrets = openSecrets(core, before);
  const complete = await completeDetails(core, before.type, given, secrets);
  return kept(core, before, await withEncryption(core, pool.id, complete, { details: before.details, secrets }));
};

/** What of a provider is stored of its details, sealed where they are secret. */
export const kept = (
  core: Pick<Core, 'clock' | 'sealer'>,
  place: Pick<IdentityProvider, 'poolId' | 'name'>,
  complete: CompleteDetails,
): Pick<IdentityProvider, 'details' | 'sealedSecrets' | 'metadata' | 'refreshAt'> => ({
  details: complete.details,
  sealedSecrets: sealSecrets(core, place, complete.secrets),
  metadata: complete.metadata,
  refreshAt: refreshTime(core.clock.now(), complete),
});

const unique = (names: readonly string[]): string[] => [...new Set(names)];

const duplicate = (error: unknown, name: string): ServiceError | undefined => {
  if (!(error instanceof GuardFailed)) return undefined;
  const exists = (message: string) => new ServiceError('DuplicateProviderException', message);
  if (error.guard === 'idp.exists') return exists(`A provider with the name ${name} already exists.`);
  if (error.guard === 'idp-identifier.taken') {
    return exists('An identity provider with one of the given identifiers already exists.');
  }
  return undefined;
};
