/**
 * The session of MFA_SETUP. AssociateSoftwareToken and VerifySoftwareToken take it without naming a client, so it says
 * in clear whose it is; it opens for no other client.
 */
import type { Core } from '../../core.ts';
import { secondFactors } from '../../mfa/factors.ts';
import type { Pool } from '../../pools/pool.ts';
import type { User } from '../../users/user.ts';
import { invalidSession, seal } from '../session.ts';
import type { Door, SignIn } from '../sign-in.ts';

/** Among what the session carries: the sealed seed that was associated … */
export const SEED = 'seed';
/** … and that its code was right. */
export const PROVED = 'proved';

export const sealAddressed = (
  core: Pick<Core, 'clock' | 'random' | 'sealer'>,
  signIn: SignIn,
  data: Readonly<Record<string, string>>,
): string => `${signIn.client.id}.${seal(core, 'auth-session', signIn, 'MFA_SETUP', data)}`;

/** Throws NotAuthorizedException when it is another client's. */
export const openAddressed = ({ client }: Pick<Door, 'client'>, session: string): string => {
  if (addressee(session) !== client.id) throw invalidSession();
  return session.slice(client.id.length + 1);
};

export const addressee = (session: string): string => session.slice(0, Math.max(0, session.indexOf('.')));

/**
 * Whoever knows only the password must add nothing for a user who has set up a second factor, of whatever kind, since the
 * session began. Throws NotAuthorizedException.
 */
export const assertOwesSetup = (pool: Pool, user: User): void => {
  if (user.mfa?.totp || secondFactors(pool, user).length > 0) throw invalidSession();
};
