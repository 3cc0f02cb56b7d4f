import type { Core } from '../core.ts';
import type { Owner } from '../pools/owned-pool.ts';
import { type Domain, EVERYWHERE } from './domain.ts';

/** A name with a dot is a custom domain; a prefix has none. */
export const scopeOf = (region: string, name: string): string => (name.includes('.') ? EVERYWHERE : region);

/** Whose it is, as its owner sees it: that of another account or region does not exist. */
export const ownedDomain = async (
  core: Pick<Core, 'store'>,
  owner: Owner,
  name: string,
): Promise<Domain | undefined> => {
  const domain = await core.store.domains.byName(scopeOf(owner.region, name), name);
  if (domain?.account !== owner.account) return undefined;
  return domain.poolId.startsWith(`${owner.region}_`) ? domain : undefined;
};
