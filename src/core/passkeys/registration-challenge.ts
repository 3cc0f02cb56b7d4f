/**
 * The challenge of a registration. It carries its own state, sealed for one user: the client that asked, a ticket and
 * the end of its time. So nothing is stored before a passkey is; the ticket makes it good for one passkey.
 */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { SealBroken, type Write } from '../ports.ts';
import type { User } from '../users/user.ts';

/** Milliseconds from StartWebAuthnRegistration. */
const REGISTRATION_VALIDITY = 5 * 60_000;

interface Pending {
  readonly ticket: string;
  readonly clientId: string;
  readonly expiresAt: number;
}

type Owner = Pick<User, 'poolId' | 'sub'>;

const place = ({ poolId, sub }: Owner): string => `${poolId}/${sub}`;

const challengeNotFound = () =>
  new ServiceError('WebAuthnChallengeNotFoundException', 'The challenge was not found or has expired.');

/** Base64url. */
export const registrationChallenge = (
  core: Pick<Core, 'clock' | 'random' | 'sealer'>,
  user: Owner,
  clientId: string,
): string => {
  const expiresAt = core.clock.now() + REGISTRATION_VALIDITY;
  const pending: Pending = { ticket: core.random.uuid(), clientId, expiresAt };
  return Buffer.from(core.sealer.seal('passkey-challenge', JSON.stringify(pending), place(user))).toString('base64url');
};

/**
 * The write that uses it up. Throws WebAuthnChallengeNotFoundException for what this user was never given, has used or
 * did not answer in time; WebAuthnClientMismatchException.
 */
export const answerChallenge = async (
  core: Pick<Core, 'clock' | 'sealer' | 'store'>,
  user: Owner,
  clientId: string,
  challenge: string,
): Promise<Write> => {
  const pending = open(core, user, challenge);
  if (core.clock.now() >= pending.expiresAt) throw challengeNotFound();
  if (pending.clientId !== clientId) {
    throw new ServiceError(
      'WebAuthnClientMismatchException',
      'The access token is of another client than the one that started the registration.',
    );
  }
  if (await core.store.tickets.isUsed(pending.ticket)) throw challengeNotFound();
  return core.store.tickets.use(pending.ticket, pending.expiresAt);
};

const open = (core: Pick<Core, 'sealer'>, user: Owner, challenge: string): Pending => {
  const sealed = Buffer.from(challenge, 'base64url').toString('latin1');
  try {
    return JSON.parse(Buffer.from(core.sealer.open('passkey-challenge', sealed, place(user))).toString()) as Pending;
  } catch (error) {
    if (error instanceof SealBroken) throw challengeNotFound();
    throw error;
  }
};

/** Of two answers at once. */
export const challengeUsed = challengeNotFound;
