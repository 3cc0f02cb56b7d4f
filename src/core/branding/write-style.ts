/** Making, changing and deleting managed login styles. */
import { poolClient } from '../clients/pool-client.ts';
import type { Core } from '../core.ts';
import { invalidParameter, ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed } from '../ports.ts';
import { concurrentModification, retryOn } from '../retry.ts';
import { checkAssets, mergeAssets } from './assets.ts';
import { requireStyle } from './find-style.ts';
import type { ManagedLoginBranding } from './managed-login.ts';
import { checkSettings, mergeSettings } from './settings.ts';

type Parts = Pick<Core, 'store' | 'clock' | 'random'>;
export type StyleMembers = Partial<Pick<ManagedLoginBranding, 'useCognitoProvidedValues' | 'settings' | 'assets'>>;

/** Throws ResourceNotFoundException, InvalidParameterException, ManagedLoginBrandingExistsException. */
export const createStyle = async (
  core: Parts,
  pool: Pool,
  clientId: string,
  members: StyleMembers,
): Promise<ManagedLoginBranding> => {
  await poolClient(core, pool, clientId);
  checkMembers(members);
  const now = core.clock.now();
  const style: ManagedLoginBranding = {
    id: core.random.uuid(),
    poolId: pool.id,
    clientId,
    useCognitoProvidedValues: members.useCognitoProvidedValues ?? false,
    settings: members.settings,
    assets: members.assets ?? [],
    createdAt: now,
    modifiedAt: now,
    version: 1,
  };
  try {
    await core.store.commit([core.store.managedLoginBrandings.insert(style)]);
  } catch (error) {
    if (!(error instanceof GuardFailed && error.guard === 'branding.exists')) throw error;
    throw new ServiceError(
      'ManagedLoginBrandingExistsException',
      `Managed login branding already exists for client ${clientId}.`,
    );
  }
  return style;
};

/**
 * What is given comes on top of what there is, so that a large style can be sent in several requests. Throws
 * ResourceNotFoundException, InvalidParameterException.
 */
export const updateStyle = (
  core: Parts,
  poolId: string,
  id: string,
  members: StyleMembers,
): Promise<ManagedLoginBranding> => {
  checkMembers(members);
  return retryOn('branding.changed', concurrentModification, async () => {
    const before = await requireStyle(core, poolId, id);
    const after: ManagedLoginBranding = { ...before, ...changed(before, members), modifiedAt: core.clock.now() };
    await core.store.commit([core.store.managedLoginBrandings.update(after)]);
    return after;
  });
};

/** Throws ResourceNotFoundException. */
export const deleteStyle = (core: Pick<Core, 'store'>, poolId: string, id: string): Promise<void> =>
  retryOn('branding.changed', concurrentModification, async () => {
    await core.store.commit([core.store.managedLoginBrandings.delete(await requireStyle(core, poolId, id))]);
  });

const changed = (
  before: ManagedLoginBranding,
  { useCognitoProvidedValues, settings, assets }: StyleMembers,
): Pick<ManagedLoginBranding, 'useCognitoProvidedValues' | 'settings' | 'assets'> => {
  if (useCognitoProvidedValues === true) return { useCognitoProvidedValues, settings: undefined, assets: [] };
  const own = settings !== undefined || assets !== undefined;
  return {
    useCognitoProvidedValues: useCognitoProvidedValues ?? (own ? false : before.useCognitoProvidedValues),
    settings: settings === undefined ? before.settings : mergeSettings(before.settings ?? {}, settings),
    assets: mergeAssets(before.assets, assets ?? []),
  };
};

const checkMembers = ({ useCognitoProvidedValues, settings, assets }: StyleMembers): void => {
  if (useCognitoProvidedValues === true && (settings !== undefined || (assets ?? []).length > 0)) {
    throw invalidParameter('Settings and Assets cannot be specified when UseCognitoProvidedValues is true.');
  }
  if (settings !== undefined) checkSettings(settings);
  checkAssets(assets ?? []);
};
