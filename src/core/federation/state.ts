/**
 * What goes to a provider and comes back as `state` (SAML: `RelayState`): the authorization request that led there, and
 * the marks by which the answer is known to be the answer. Sealed, good for fifteen minutes, once, at this site, and in
 * the browser that set out alone.
 */
import { constantTimeEqual } from '../../crypto/compare.ts';
import type { Core } from '../core.ts';
import type { Site } from '../domains/site.ts';
import { AuthorizationRefused } from '../oauth/errors.ts';
import { GuardFailed } from '../ports.ts';
import { openSealed } from '../sealed.ts';

/** Milliseconds. */
export const LIFETIME = 15 * 60_000;

export interface FederationState {
  /** Spent with the answer. */
  readonly id: string;
  /** Name of the provider: an answer of any other is none. */
  readonly provider: string;
  /** The authorization request, `?…`. */
  readonly query: string;
  /** OpenID Connect: `nonce`. */
  readonly nonce: string;
  /** PKCE: `code_verifier`. */
  readonly verifier: string;
  /** The browser that set out (`XSRF-TOKEN`). */
  readonly browser: string;
  readonly expiresAt: number;
}

export const newState = (
  core: Pick<Core, 'clock' | 'random'>,
  given: Pick<FederationState, 'provider' | 'query' | 'browser'>,
): FederationState => ({
  ...given,
  id: core.random.uuid(),
  nonce: randomText(core),
  verifier: randomText(core),
  expiresAt: core.clock.now() + LIFETIME,
});

/** 256 bits; fits RFC 7636 section 4.1 too. */
const randomText = ({ random }: Pick<Core, 'random'>): string => Buffer.from(random.bytes(32)).toString('base64url');

export const sealState = (core: Pick<Core, 'sealer'>, site: Site, state: FederationState): string =>
  core.sealer.seal('federation', JSON.stringify(state), placeOf(site));

/** Reads a state without spending it, whichever browser brings it. Throws AuthorizationRefused. */
export const openState = (core: Pick<Core, 'clock' | 'sealer'>, site: Site, sealed: string): FederationState => {
  const state = openSealed<FederationState>(core, 'federation', sealed, placeOf(site));
  if (!state || core.clock.now() >= state.expiresAt) throw invalidState();
  return state;
};

/** To be called before anything else is made of the answer. Throws AuthorizationRefused. */
export const spendState = async (
  core: Pick<Core, 'store'>,
  state: FederationState,
  browser: string | undefined,
): Promise<void> => {
  if (browser === undefined || !constantTimeEqual(browser, state.browser)) throw invalidState();
  try {
    await core.store.commit([core.store.tickets.use(state.id, state.expiresAt)]);
  } catch (error) {
    if (error instanceof GuardFailed) throw invalidState();
    throw error;
  }
};

/** Only an error page tells: whoever brings a state that is not theirs is not sent on with it. */
const invalidState = () => new AuthorizationRefused('invalid_request', 'Invalid state');

const placeOf = ({ pool, url }: Site): string => `${pool.id} ${url}`;
