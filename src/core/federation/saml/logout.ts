/**
 * Single logout (saml-profiles-2.0-os section 4.4) with providers that have IDPSignout: whoever signs out here is sent on
 * to sign out there, comes back, and goes where the client wants them. Everything that goes out is signed, and so must be
 * what comes in. Source: developer guide, "Signing out SAML users with single sign-out".
 */
import type { Core } from '../../core.ts';
import type { Site } from '../../domains/site.ts';
import type { IdentityProvider } from '../../identity-providers/provider.ts';
import type { Person } from '../../oauth/person.ts';
import { type ReceivedLogout, type SamlDispatch, type SamlLogout, SamlRefused } from '../../ports.ts';
import { openSealed } from '../../sealed.ts';
import { SKEW } from './check.ts';
import { withFreshMetadata } from './refresh.ts';
import { unknownAnswer } from './refusal.ts';
import { entityIdOf, logoutAddressOf, signingKey } from './service-provider.ts';

/** Milliseconds that a person may take at the provider. */
const LIFETIME = 15 * 60_000;

interface LogoutState {
  readonly requestId: string;
  readonly provider: string;
  readonly returnTo: string;
  readonly expiresAt: number;
}

export type LogoutCore = Pick<Core, 'clock' | 'fetch' | 'log' | 'random' | 'saml' | 'sealer' | 'store'>;

/**
 * The way to the person's provider; undefined where there is none to go. `returnTo`: an address that was checked. The
 * session here has ended before, so it is over whatever becomes of the one there.
 */
export const singleLogout = async (
  core: LogoutCore,
  site: Site,
  { provider: name = '', saml: principal }: Person,
  returnTo: string,
): Promise<SamlDispatch | undefined> => {
  const provider = principal && (await core.store.identityProviders.byName(site.pool.id, name));
  const to = provider && logoutService(provider);
  if (!principal || !to) return undefined;
  const now = core.clock.now();
  const requestId = messageId(core);
  const state: LogoutState = { requestId, provider: name, returnTo, expiresAt: now + LIFETIME };
  const relayState = core.sealer.seal('federation', JSON.stringify(state), placeOf(site));
  const issuer = entityIdOf(site.pool);
  return core.saml.send(
    { kind: 'logout-request', id: requestId, issuer, issuedAt: now, ...to, principal },
    relayState,
    await signingKey(core, site.pool),
  );
};

/** The provider's answer: where the browser goes now. Throws ServiceError. */
export const afterLogout = async (
  core: LogoutCore,
  site: Site,
  received: ReceivedLogout,
  relayState: string,
): Promise<string> => {
  const state = openSealed<LogoutState>(core, 'federation', relayState, placeOf(site));
  if (!state || core.clock.now() >= state.expiresAt) throw unknownAnswer();
  const provider = await core.store.identityProviders.byName(site.pool.id, state.provider);
  const message = provider && (await verified(core, site, provider, received));
  if (message?.kind !== 'response' || message.inResponseTo !== state.requestId) throw unknownAnswer();
  if (!message.success) core.log.warn({ poolId: site.pool.id, provider: state.provider }, 'single logout not complete');
  return state.returnTo;
};

/** What every message of a provider must be, of either kind. */
export const verified = async (
  core: LogoutCore,
  site: Site,
  provider: IdentityProvider,
  received: ReceivedLogout,
): Promise<SamlLogout> => {
  if (!isOn(provider)) throw unknownAnswer();
  try {
    const message = await withFreshMetadata(core, provider, (trust) => core.saml.readLogout(received, trust));
    const here = (message.destination || logoutAddressOf(site)) === logoutAddressOf(site);
    if (!here || message.issuer !== provider.metadata?.entityId) throw unknownAnswer();
    if (Math.abs(core.clock.now() - message.issuedAt) > LIFETIME + SKEW) throw unknownAnswer();
    return message;
  } catch (error) {
    if (!(error instanceof SamlRefused)) throw error;
    core.log.warn({ err: error, poolId: site.pool.id, provider: provider.name }, 'logout message refused');
    throw unknownAnswer();
  }
};

export const isOn = ({ details, metadata }: IdentityProvider): boolean =>
  details['IDPSignout'] === 'true' && metadata !== undefined;

export const messageId = ({ random }: Pick<Core, 'random'>): string => `_${random.uuid()}`;

interface LogoutService {
  readonly destination: string;
  readonly binding: 'post' | 'redirect';
}

const logoutService = (provider: IdentityProvider): LogoutService | undefined => {
  if (!isOn(provider)) return undefined;
  const { sloRedirect, sloPost } = provider.metadata ?? {};
  if (sloRedirect) return { destination: sloRedirect, binding: 'redirect' };
  return sloPost ? { destination: sloPost, binding: 'post' } : undefined;
};

/** Where answers to the provider's own requests go. */
export const responseService = (provider: IdentityProvider): LogoutService | undefined => {
  const { sloRedirectResponse, sloPostResponse } = provider.metadata ?? {};
  const to = logoutService(provider);
  if (!to) return undefined;
  return { ...to, destination: (to.binding === 'post' ? sloPostResponse : sloRedirectResponse) ?? to.destination };
};

const placeOf = ({ pool, url }: Site): string => `saml-logout ${pool.id} ${url}`;
