/**
 * Whose passkeys are: the relying-party id is the domain that a browser binds them to (W3C Web Authentication, section
 * 5.1.2). It is the pool's WebAuthnConfiguration, else its domain, a custom one first.
 */
import type { Core } from '../core.ts';
import { siteHost } from '../domains/site.ts';
import { ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';

/** Throws WebAuthnNotEnabledException. */
export const assertPasskeysEnabled = ({ settings }: Pool): void => {
  if (settings.allowedFirstFactors.includes('WEB_AUTHN')) return;
  throw new ServiceError('WebAuthnNotEnabledException', 'WebAuthn is not enabled for this user pool.');
};

/** Undefined where neither is configured. */
export const findRelyingParty = (core: Pick<Core, 'settings'>, pool: Pool): string | undefined => {
  const { settings } = pool;
  return (settings.webAuthn?.relyingPartyId ?? siteHost(core.settings, pool))?.toLowerCase();
};

/** Throws WebAuthnConfigurationMissingException. */
export const relyingPartyOf = (core: Pick<Core, 'settings'>, pool: Pool): string => {
  const relyingParty = findRelyingParty(core, pool);
  if (relyingParty) return relyingParty;
  throw new ServiceError(
    'WebAuthnConfigurationMissingException',
    'The user pool has no relying party ID and no domain configured.',
  );
};

/**
 * Whether a page of this origin may speak for the relying party: over HTTPS, from its domain or one below; over plain
 * HTTP only from `localhost` and below, which browsers count as secure (W3C Secure Contexts, section 3.1).
 */
export const isAllowedOrigin = (relyingPartyId: string, origin: string): boolean => {
  const url = URL.parse(origin);
  // What is more than scheme, host and port is no origin (RFC 6454 section 6.2), nor is one without a host.
  if (url === null || url.origin !== origin) return false;
  if (url.hostname !== relyingPartyId && !url.hostname.endsWith(`.${relyingPartyId}`)) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && /(^|\.)localhost$/.test(relyingPartyId));
};
