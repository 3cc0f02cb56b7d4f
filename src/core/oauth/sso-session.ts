/**
 * The session of a browser at a pool's pages: for an hour, whoever has signed in is not asked again, whichever of the
 * pool's clients sends them. It travels sealed in a cookie and names its user; signing out, and whatever ends the user's
 * tokens, ends it. Source: developer guide, "Things to know about user pool hosted UI" (one hour, not configurable).
 */
import type { Core } from '../core.ts';
import { hasEnded } from '../federation/saml/ended.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed, type SamlPrincipal } from '../ports.ts';
import { openSealed } from '../sealed.ts';
import { isSignedOut } from '../tokens/origin.ts';
import type { Person } from './person.ts';

/** Milliseconds. */
export const SESSION_LIFETIME = 3_600_000;

interface SealedSession {
  readonly id: string;
  readonly sub: string;
  readonly authTime: number;
  readonly instant: number;
  readonly provider?: string | undefined;
  readonly saml?: SamlPrincipal | undefined;
  readonly expiresAt: number;
}

/** The cookie's value. Each sign-in has a session of its own. */
export const sealSession = (core: Pick<Core, 'clock' | 'random' | 'sealer'>, pool: Pool, person: Person): string => {
  const session: SealedSession = {
    id: core.random.uuid(),
    sub: person.user.sub,
    authTime: person.authTime,
    instant: person.instant,
    provider: person.provider,
    saml: person.saml,
    expiresAt: core.clock.now() + SESSION_LIFETIME,
  };
  return core.sealer.seal('sso-session', JSON.stringify(session), pool.id);
};

/** Whoever is signed in; undefined for a cookie that is forged, over, signed out, or of a user who is gone or blocked. */
export const personOf = async (
  core: Pick<Core, 'clock' | 'sealer' | 'store'>,
  pool: Pool,
  cookie: string | undefined,
): Promise<Person | undefined> => {
  const session = open(core, pool, cookie);
  if (!session) return undefined;
  const [user, ended] = await Promise.all([core.store.users.bySub(pool.id, session.sub), isEnded(core, pool, session)]);
  if (ended || !user?.enabled || user.status === 'RESET_REQUIRED' || isSignedOut(user, session.instant))
    return undefined;
  const { authTime, instant, provider, saml } = session;
  return { user, authTime, instant, provider, saml };
};

/** By signing out here, or at the provider. */
const isEnded = async (core: Pick<Core, 'store'>, pool: Pool, session: SealedSession): Promise<boolean> => {
  const { id, provider, saml, instant } = session;
  if (await core.store.tickets.isUsed(id)) return true;
  return (
    saml !== undefined && provider !== undefined && hasEnded(core, { ...saml, poolId: pool.id, provider, instant })
  );
};

/** Of no cookie, and of a session that is over already, it does nothing. */
export const endSession = async (
  core: Pick<Core, 'clock' | 'sealer' | 'store'>,
  pool: Pool,
  cookie: string | undefined,
): Promise<void> => {
  const session = open(core, pool, cookie);
  if (!session) return;
  try {
    await core.store.commit([core.store.tickets.use(session.id, session.expiresAt)]);
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
  }
};

const open = (
  core: Pick<Core, 'clock' | 'sealer'>,
  pool: Pool,
  cookie: string | undefined,
): SealedSession | undefined => {
  const session = cookie ? openSealed<SealedSession>(core, 'sso-session', cookie, pool.id) : undefined;
  return session && core.clock.now() < session.expiresAt ? session : undefined;
};
