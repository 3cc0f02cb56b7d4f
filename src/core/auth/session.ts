/**
 * What a client carries between two steps: the sealed `Session`, and SRP's SECRET_BLOCK, which is the same thing under
 * another purpose. It opens for one pool and client only, names one user, ends, and is used once: the commit that
 * answers it spends its ticket.
 */
import type { Core } from '../core.ts';
import { notAuthorized } from '../errors.ts';
import { GuardFailed, SealBroken, type Write } from '../ports.ts';
import { signInInstant } from '../tokens/origin.ts';
import type { Door, SignIn, Subject } from './sign-in.ts';
import type { Challenged, ChallengeName } from './state.ts';

export type CarrierPurpose = 'auth-session' | 'srp-secret-block';

export interface Carried {
  readonly ticket: string;
  /** Compares with a sign-out everywhere (tokens/origin.ts). */
  readonly instant: number;
  readonly expiresAt: number;
  readonly state: Challenged;
  readonly sub: string;
  readonly username: string;
  /** When the password that was proved was set; a later one voids the session. */
  readonly passwordSetAt: number;
  /** What the challenge itself wants back. */
  readonly data: Readonly<Record<string, string>>;
}

export const invalidSession = () => notAuthorized('Invalid session for the user.');
export const sessionExpired = () => notAuthorized('Invalid session for the user, session is expired.');
const sessionUsed = () => notAuthorized('Invalid session for the user, session can only be used once.');

const place = ({ pool, client }: Door): string => `${pool.id}/${client.id}`;

/** When a challenge that is issued now ends: AuthSessionValidity minutes from now. */
const expiry = (core: Pick<Core, 'clock'>, { client }: Door): number =>
  core.clock.now() + client.settings.authSessionValidity * 60_000;

export const seal = (
  core: Pick<Core, 'clock' | 'random' | 'sealer'>,
  purpose: CarrierPurpose,
  signIn: SignIn,
  challenge: ChallengeName,
  data: Readonly<Record<string, string>>,
): string => {
  const carried: Carried = {
    ticket: core.random.uuid(),
    instant: signInInstant({ tokensValidAfter: signIn.subject.user?.tokensValidAfter ?? 0 }, core.clock.now()),
    expiresAt: expiry(core, signIn),
    state: { at: 'challenged', challenge, progress: signIn.progress },
    sub: signIn.subject.sub,
    username: signIn.subject.username,
    passwordSetAt: passwordSetAt(core, signIn.subject),
    data,
  };
  return core.sealer.seal(purpose, JSON.stringify(carried), place(signIn));
};

/** As many digits for a user who does not exist, so that the sealed text is as long. */
const passwordSetAt = (core: Pick<Core, 'clock'>, { user }: Subject): number =>
  user?.password?.setAt ?? core.clock.now();

/** Throws NotAuthorizedException for what was forged, issued for another pool or client, or is over. */
export const open = (
  core: Pick<Core, 'clock' | 'sealer'>,
  purpose: CarrierPurpose,
  door: Door,
  sealed: string,
): Carried => {
  const carried = unseal(core, purpose, door, sealed);
  if (core.clock.now() >= carried.expiresAt) throw sessionExpired();
  return carried;
};

/** Spares the work of answering what was used before; of two at once, `spend` decides. Throws NotAuthorizedException. */
export const assertUnused = async (core: Pick<Core, 'store'>, { ticket }: Carried): Promise<void> => {
  if (await core.store.tickets.isUsed(ticket)) throw sessionUsed();
};

const unseal = (core: Pick<Core, 'sealer'>, purpose: CarrierPurpose, door: Door, sealed: string): Carried => {
  try {
    return JSON.parse(new TextDecoder().decode(core.sealer.open(purpose, sealed, place(door)))) as Carried;
  } catch (error) {
    if (error instanceof SealBroken) throw invalidSession();
    throw error;
  }
};

/** Belongs into the commit that answers: of two answers at once, one fails on its guard. */
export const spend = (core: Pick<Core, 'store'>, { ticket, expiresAt }: Carried): Write =>
  core.store.tickets.use(ticket, expiresAt);

/** Carries out a commit that spends a ticket, naming a lost race as Cognito does. */
export const spending = async <Result>(commit: Promise<Result>): Promise<Result> => {
  try {
    return await commit;
  } catch (error) {
    if (error instanceof GuardFailed && error.guard === 'ticket.used') throw sessionUsed();
    throw error;
  }
};
