/**
 * The Session of a sign-up. SignUp answers one, ConfirmSignUp takes it together with the code and answers another, and
 * InitiateAuth (USER_AUTH) signs the user in with that one: the code was the first factor. Each is sealed for one pool and
 * client and names one user; the last one is short-lived and used once.
 */
import { isFlowAllowed } from '../auth/flow-allowed.ts';
import { invalidSession, sessionExpired } from '../auth/session.ts';
import type { Client } from '../clients/client.ts';
import { CODE_VALIDITY } from '../codes/limits.ts';
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import { SealBroken, type Write } from '../ports.ts';
import type { User } from '../users/user.ts';

export type ConfirmedBy = 'EMAIL_OTP' | 'SMS_OTP';

interface Carried {
  readonly sub: string;
  readonly expiresAt: number;
  readonly ticket: string;
  /** How the account was confirmed; absent before it is. */
  readonly via?: ConfirmedBy;
}

interface Door {
  readonly pool: Pool;
  readonly client: Client;
}

type Sealing = Pick<Core, 'clock' | 'random' | 'sealer'>;

const place = ({ pool, client }: Door): string => `${pool.id}/${client.id}`;

const seal = (core: Sealing, door: Door, user: User, validityMs: number, via?: ConfirmedBy): string => {
  const expiresAt = core.clock.now() + validityMs;
  const carried: Carried = { sub: user.sub, expiresAt, ticket: core.random.uuid(), ...(via && { via }) };
  return core.sealer.seal('sign-up-session', JSON.stringify(carried), place(door));
};

const open = (core: Pick<Core, 'sealer'>, door: Door, session: string): Carried => {
  try {
    return JSON.parse(Buffer.from(core.sealer.open('sign-up-session', session, place(door))).toString()) as Carried;
  } catch (error) {
    if (error instanceof SealBroken) throw invalidSession();
    throw error;
  }
};

/** For a user who has to confirm, by a client that signs in by choice. Good for as long as the code is. */
export const signUpSession = (core: Sealing, door: Door, user: User): string | undefined =>
  user.status === 'UNCONFIRMED' && isFlowAllowed(door.client, 'USER_AUTH')
    ? seal(core, door, user, CODE_VALIDITY.signUp)
    : undefined;

/** Whose sign-up it is; undefined when its time is over. Throws NotAuthorizedException for what was never issued. */
export const openSignUp = (
  core: Pick<Core, 'clock' | 'sealer'>,
  door: Door,
  session: string,
): { readonly sub: string } | undefined => {
  const { sub, expiresAt, via } = open(core, door, session);
  if (via) throw invalidSession();
  return core.clock.now() < expiresAt ? { sub } : undefined;
};

/** Good for AuthSessionValidity minutes. */
export const confirmedSession = (core: Sealing, door: Door, user: User, via: ConfirmedBy): string =>
  seal(core, door, user, door.client.settings.authSessionValidity * 60_000, via);

export interface ConfirmedSignUp {
  readonly sub: string;
  readonly via: ConfirmedBy;
  /** Guard `ticket.used`. */
  readonly spend: Write;
}

/** Throws NotAuthorizedException. */
export const openConfirmedSignUp = (
  core: Pick<Core, 'clock' | 'sealer' | 'store'>,
  door: Door,
  session: string,
): ConfirmedSignUp => {
  const { sub, via, expiresAt, ticket } = open(core, door, session);
  if (!via) throw invalidSession();
  if (core.clock.now() >= expiresAt) throw sessionExpired();
  return { sub, via, spend: core.store.tickets.use(ticket, expiresAt) };
};
