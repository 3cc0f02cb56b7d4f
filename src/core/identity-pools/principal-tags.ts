/**
 * Which claims go along as principal tags. Source: developer guide, "Using attributes for access control" and "Default
 * provider mappings"; API reference, SetPrincipalTagAttributeMap.
 */
import type { Core } from '../core.ts';
import type { Owner } from '../pools/owned-pool.ts';
import { claimValues } from './claim.ts';
import { ownedIdentityPool } from './find.ts';
import type { ProvedLogin } from './proved-login.ts';
import type { IdentityPool, PrincipalTagMap } from './records.ts';
import { changeIdentityPool } from './write.ts';

type Tags = Readonly<Record<string, string>>;

const MAX_VALUE = 256;
/** What STS takes as a tag's value. */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const DEFAULTS: Tags = { client: 'aud', username: 'sub' };
const SAML_DEFAULTS: Tags = {
  client: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier',
  username: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name',
};

const defaultsOf = (provider: string): Tags => (provider.includes(':saml-provider/') ? SAML_DEFAULTS : DEFAULTS);

/** Of the first login whose provider has a map. A claim that is missing, or can be no tag, makes none. */
export const principalTagsOf = (pool: IdentityPool, logins: readonly ProvedLogin[]): Tags => {
  const maps = pool.principalTags ?? {};
  for (const { names, claims } of logins) {
    const name = names.find((each) => Object.hasOwn(maps, each));
    const map = name === undefined ? undefined : maps[name];
    if (name !== undefined && map !== undefined) return tagsFrom(mapped(name, map), claims);
  }
  return {};
};

const mapped = (provider: string, { useDefaults, tags }: PrincipalTagMap): Tags =>
  useDefaults ? defaultsOf(provider) : tags;

const tagsFrom = (map: Tags, claims: ProvedLogin['claims']): Tags =>
  Object.fromEntries(
    Object.entries(map).flatMap(([tag, claim]) => {
      const value = claimValues(claims, claim).join(':');
      return value !== '' && value.length <= MAX_VALUE && TAG_VALUE.test(value) ? [[tag, value] as const] : [];
    }),
  );

/** As the pool's owner sees it. Throws ResourceNotFoundException. */
export const getPrincipalTags = async (
  core: Pick<Core, 'store'>,
  owner: Owner,
  poolId: string,
  provider: string,
): Promise<PrincipalTagMap> => {
  const { principalTags = {} } = await ownedIdentityPool(core, owner, poolId);
  return shown(provider, Object.hasOwn(principalTags, provider) ? principalTags[provider] : undefined);
};

const shown = (provider: string, map: PrincipalTagMap = { useDefaults: false, tags: {} }): PrincipalTagMap => ({
  ...map,
  tags: mapped(provider, map),
});

/** Throws ResourceNotFoundException. */
export const setPrincipalTags = async (
  core: Pick<Core, 'clock' | 'store'>,
  owner: Owner,
  poolId: string,
  provider: string,
  map: PrincipalTagMap,
): Promise<PrincipalTagMap> => {
  await changeIdentityPool(core, owner, poolId, (pool) => ({
    ...pool,
    principalTags: { ...pool.principalTags, [provider]: map },
  }));
  return shown(provider, map);
};
