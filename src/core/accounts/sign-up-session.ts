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
import { isSignedOut, signInInstant } from '../tokens/origin.ts';
import type { User } from '../users/user.ts';

export type ConfirmedBy = 'EMAIL_OTP' | 'SMS_OTP';

interface Carried {
  readonly sub: string;
  readonly expiresAt: number;
  readonly ticket: string;
  /** How the account was confirmed; absent before it is, like the rest. */
  readonly via?: ConfirmedBy;
  /** Compares with a sign-out everywhere (tokens/origin.ts). */
  readonly instant?: number;
  /** A later password voids the session. */
  readonly passwordSetAt?: number;
}

interface Door {
  readonly pool: Pool;
  readonly client: Client;
}

type Sealing = Pick<Core, 'clock' | 'random' | 'sealer'>;

const place = ({ pool, client }: Door): string => `${pool.id}/${client.id}`;

type Proof = Pick<Carried, 'via' | 'instant' | 'passwordSetAt'>;

const seal = (core: Sealing, door: Door, user: User, validityMs: number, proof: Proof = {}): string => {
  const expiresAt = core.clock.now() + validityMs;
  const carried: Carried = { sub: user.sub, expiresAt, ticket: core.random.uuid(), ...proof };
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
  seal(core, door, user, door.client.settings.authSessionValidity * 60_000, {
    via,
    instant: signInInstant(user, core.clock.now()),
    passwordSetAt: user.password?.setAt,
  });

export interface ConfirmedSignUp {
  readonly via: ConfirmedBy;
  /** Guard `ticket.used`. */
  readonly spend: Write;
}

/** Throws NotAuthorizedException, also once the user was signed out everywhere or has another password. */
export const openConfirmedSignUp = (
  core: Pick<Core, 'clock' | 'sealer' | 'store'>,
  door: Door,
  user: User | undefined,
  session: string,
): ConfirmedSignUp => {
  const { sub, via, instant = 0, passwordSetAt, expiresAt, ticket } = open(core, door, session);
  if (!via || user?.sub !== sub) throw invalidSession();
  if (core.clock.now() >= expiresAt) throw sessionExpired();
  if (isSignedOut(user, instant) || user.password?.setAt !== passwordSetAt) throw invalidSession();
  return { via, spend: core.store.tickets.use(ticket, expiresAt) };
};
