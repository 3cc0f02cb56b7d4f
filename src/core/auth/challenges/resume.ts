/** How a challenge gets the sign-in back that its answer continues. */
import type { Core } from '../../core.ts';
import { isSignedOut } from '../../tokens/origin.ts';
import { required } from '../parameters.ts';
import { assertUnused, type CarrierPurpose, invalidSession, open, spend } from '../session.ts';
import type { Door, Given } from '../sign-in.ts';
import { hasProved } from '../state.ts';
import { identify, namesSubject } from '../subject.ts';
import type { Answer, Asked } from './challenge.ts';

type Touches = Pick<Core, 'clock' | 'sealer' | 'store'>;

/** What was sealed, with the user as stored now; there may be none. */
export const recall = async (
  core: Touches,
  door: Door,
  { name }: Answer,
  purpose: CarrierPurpose,
  sealed: string,
): Promise<Asked> => {
  const carried = open(core, purpose, door, sealed);
  if (carried.state.challenge !== name) throw invalidSession();
  const [user] = await Promise.all([core.store.users.bySub(door.pool.id, carried.sub), assertUnused(core, carried)]);
  const subject = { sub: carried.sub, username: carried.username, user };
  return { ...door, subject, progress: carried.state.progress, carried, spend: spend(core, carried) };
};

/** From `Session`, for the user whom USERNAME names. Right for every challenge that comes after a first proof. */
export const resumeSession = async (core: Touches, door: Door, answer: Answer): Promise<Asked> => {
  const sealed = required({ Session: answer.session ?? '' }, 'Session');
  const asked = await recall(core, door, answer, 'auth-session', sealed);
  await assertStillHolds(core, asked, answer.given);
  return asked;
};

/** `assertUserHolds`, and the answer names the session's user. */
export const assertStillHolds = async (core: Touches, asked: Asked, given: Given): Promise<void> => {
  assertUserHolds(asked);
  if (!(await namesSubject(core, asked.pool, asked.subject, required(given, 'USERNAME')))) throw invalidSession();
};

/**
 * Before anything is proved: the user may not exist, and what became of the account meanwhile is told only after a
 * proof.
 */
export const resumeFirstFactor = async (core: Touches, door: Door, answer: Answer): Promise<Asked> => {
  const sealed = required({ Session: answer.session ?? '' }, 'Session');
  const asked = await recall(core, door, answer, 'auth-session', sealed);
  await assertSameName(core, asked, answer.given);
  return asked;
};

/** The name leads to the same user, or shadow, as the one that the sign-in began with: else it would tell them apart. */
export const assertSameName = async (
  core: Pick<Core, 'sealer' | 'store'>,
  asked: Asked,
  given: Given,
): Promise<void> => {
  const { pool, subject } = asked;
  const name = required(given, 'USERNAME');
  if (name === subject.username) return;
  const same = subject.user
    ? await namesSubject(core, pool, subject, name)
    : (await identify(core, asked, name)).sub === subject.sub;
  if (!same) throw invalidSession();
};

/**
 * A session ends with a new password, one that is taken away or must be reset, a sign-out everywhere, and the blocking or
 * deletion of its user.
 */
export const assertUserHolds = ({ subject: { user }, carried, progress }: Asked): void => {
  if (!user?.enabled || isSignedOut(user, carried.instant)) throw invalidSession();
  const changed = user.password ? user.password.setAt !== carried.passwordSetAt : hasProved(progress, 'password');
  // Before a proof nobody hears what state the account is in.
  if (changed || (progress.proofs.length > 0 && user.status === 'RESET_REQUIRED')) throw invalidSession();
};
