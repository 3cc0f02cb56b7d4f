/**
 * Between the provider's form, which comes without this site's cookies (SameSite), and the request of our own that
 * follows it at once: who signed in, sealed for the browser that set out, good for a minute, once. In any other browser
 * it opens nothing, so nobody is signed in as somebody else by a response that was lifted from elsewhere (login CSRF).
 */
import type { Core } from '../../core.ts';
import type { Site } from '../../domains/site.ts';
import type { Person } from '../../oauth/person.ts';
import { type CheckedRequest, checkedRequest } from '../../oauth/request.ts';
import type { SamlPrincipal } from '../../ports.ts';
import { openSealed } from '../../sealed.ts';
import { isSignedOut } from '../../tokens/origin.ts';
import { type FederationState, spendState } from '../state.ts';
import { unknownAnswer } from './refusal.ts';

const LIFETIME = 60_000;

interface Reference {
  readonly state: FederationState;
  readonly sub: string;
  readonly authTime: number;
  readonly instant: number;
  readonly saml: SamlPrincipal | undefined;
  readonly expiresAt: number;
}

export const sealReference = (
  core: Pick<Core, 'clock' | 'sealer'>,
  site: Site,
  state: FederationState,
  { user, authTime, instant, saml }: Person,
): string => {
  const reference: Reference = {
    state,
    sub: user.sub,
    authTime,
    instant,
    saml,
    expiresAt: core.clock.now() + LIFETIME,
  };
  return core.sealer.seal('federation', JSON.stringify(reference), placeOf(site, state.browser));
};

export interface Arrived extends CheckedRequest {
  readonly person: Person;
}

/** `browser`: the one that brings it. Throws ServiceError, and AuthorizationRefused where the client has changed. */
export const redeemReference = async (
  core: Pick<Core, 'clock' | 'directory' | 'sealer' | 'store'>,
  site: Site,
  sealed: string,
  browser: string | undefined,
): Promise<Arrived> => {
  const reference =
    browser === undefined ? undefined : openSealed<Reference>(core, 'federation', sealed, placeOf(site, browser));
  if (reference === undefined || core.clock.now() >= reference.expiresAt) throw unknownAnswer();
  const { state, sub, authTime, instant, saml } = reference;
  await spendState(core, state, browser);
  const checked = await checkedRequest(core, site, new URLSearchParams(state.query));
  const user = await core.store.users.bySub(site.pool.id, sub);
  if (!user?.enabled || isSignedOut(user, instant)) throw unknownAnswer();
  return { ...checked, person: { user, authTime, instant, provider: state.provider, saml } };
};

const placeOf = ({ pool, url }: Site, browser: string): string => `saml ${pool.id} ${url} ${browser}`;
