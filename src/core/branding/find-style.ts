import { poolClient } from '../clients/pool-client.ts';
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { ManagedLoginBranding } from './managed-login.ts';

const notFound = (message: string) => new ServiceError('ResourceNotFoundException', message);

/** Throws ResourceNotFoundException. */
export const requireStyle = async (
  core: Pick<Core, 'store'>,
  poolId: string,
  id: string,
): Promise<ManagedLoginBranding> => {
  const style = await core.store.managedLoginBrandings.byId(id);
  if (style?.poolId !== poolId) throw notFound(`Managed login branding ${id} does not exist.`);
  return style;
};

/** Throws ResourceNotFoundException. */
export const styleOfClient = async (
  core: Pick<Core, 'store'>,
  pool: Pool,
  clientId: string,
): Promise<ManagedLoginBranding> => {
  await poolClient(core, pool, clientId);
  const style = await core.store.managedLoginBrandings.byClient(pool.id, clientId);
  if (style === undefined) throw notFound(`Managed login branding does not exist for client ${clientId}.`);
  return style;
};
