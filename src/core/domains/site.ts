/**
 * Where the pages and OAuth endpoints of a pool are. A pool that has a domain has them on the domain's host and, for
 * machines whose names nobody resolves, below `{public URL}/{pool id}`. Prefix domains are `{prefix}.auth.{region}.{host
 * of the public URL}`, and without the region where that is this deployment's own.
 */
import type { Core, CoreSettings } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import type { Domain } from './domain.ts';
import { EVERYWHERE } from './domain.ts';

export interface Site {
  readonly pool: Pool;
  /** The one that this request came through, or by the path form the pool's custom one before its prefix. */
  readonly domain: Domain;
  /** Scheme, host, port and base path, without a trailing slash: what the browser has in its address bar. */
  readonly url: string;
  /** `/{pool id}` in the path form; else empty. */
  readonly basePath: string;
}

type Needs = Pick<Core, 'directory' | 'settings'>;

/** `host` as in the Host header. Undefined where no pool has its pages there. */
export const siteAtHost = async (core: Needs, host: string): Promise<Site | undefined> => {
  const url = URL.parse(`${new URL(core.settings.publicUrl).protocol}//${host}`);
  const place = url && placeOf(core.settings, url.hostname);
  const domain = place && (await core.directory.findDomain(place.scope, place.name));
  const pool = domain && (await core.directory.findPool(domain.poolId));
  return url && pool && domain ? { pool, domain, url: url.origin, basePath: '' } : undefined;
};

/**
 * `origin`: of the address that was asked. Whoever asks writes the host of it; one that is none of ours would stand in
 * redirects and be kept by caches for others, so there the public URL stands instead.
 */
export const siteOfPool = async (core: Needs, poolId: string, origin: string): Promise<Site | undefined> => {
  const pool = await core.directory.findPool(poolId);
  const domain = pool && (await domainOf(core, pool));
  const base = isOwnHost(core.settings, new URL(origin).hostname) ? origin : core.settings.publicUrl;
  return pool && domain && { pool, domain, url: `${base}/${pool.id}`, basePath: `/${pool.id}` };
};

const isOwnHost = (settings: CoreSettings, hostname: string): boolean =>
  isReserved(settings, hostname) || /^(?:.+\.)?localhost$|^127\.[\d.]+$|^\[::1\]$/.test(hostname);

/** The service's own names: no domain of a pool takes them away from everybody else. */
export const isReserved = ({ publicUrl, issuerBase }: CoreSettings, hostname: string): boolean =>
  [publicUrl, issuerBase].some((own) => new URL(own).hostname === hostname);

export const domainOf = async (
  core: Pick<Core, 'directory'>,
  { domains, region }: Pool,
): Promise<Domain | undefined> => {
  if (domains?.custom !== undefined) return core.directory.findDomain(EVERYWHERE, domains.custom);
  return domains?.prefix === undefined ? undefined : core.directory.findDomain(region, domains.prefix);
};

interface Place {
  readonly scope: string;
  readonly name: string;
}

const placeOf = (settings: CoreSettings, hostname: string): Place | undefined => {
  const { hostname: own } = new URL(settings.publicUrl);
  if (isReserved(settings, hostname) || !hostname.includes('.') || isAddress(hostname)) return undefined;
  const prefixed = /^([a-z0-9-]+)\.auth\.(?:([a-z]{2}(?:-[a-z]+)+-\d+)\.)?(.+)$/.exec(hostname);
  if (prefixed?.[3] === own) return { scope: prefixed[2] ?? settings.homeRegion, name: prefixed[1] ?? '' };
  return { scope: EVERYWHERE, name: hostname };
};

/** The host that a pool's pages are announced under; undefined for a pool without a domain, and where hosts are addresses. */
export const siteHost = (
  settings: CoreSettings,
  { domains, region }: Pick<Pool, 'domains' | 'region'>,
): string | undefined => {
  if (domains?.custom !== undefined) return domains.custom;
  const { hostname } = new URL(settings.publicUrl);
  if (domains?.prefix === undefined || isAddress(hostname)) return undefined;
  return hostname === 'localhost' && region === settings.homeRegion
    ? `${domains.prefix}.auth.${hostname}`
    : `${domains.prefix}.auth.${region}.${hostname}`;
};

/** Addresses have no names below them. */
const isAddress = (host: string): boolean => /^[\d.]+$|^\[/.test(host);

/** Where a pool's pages are, for links and discovery; undefined without a domain. Programs resolve no `*.localhost`. */
export const siteUrl = (settings: CoreSettings, pool: Pool): string | undefined => {
  if (pool.domains?.custom === undefined && pool.domains?.prefix === undefined) return undefined;
  const { protocol, hostname, port } = new URL(settings.publicUrl);
  const host = siteHost(settings, pool);
  if (host === undefined || hostname === 'localhost') return `${settings.publicUrl}/${pool.id}`;
  return `${protocol}//${host}${port && `:${port}`}`;
};
