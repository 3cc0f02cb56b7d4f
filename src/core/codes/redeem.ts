/**
 * Checks a code that a user typed in. Every try is counted durably before the comparison, under a guard on the row
 * that was read: parallel guesses therefore cannot have more tries than serial ones.
 */
import type { Core } from '../core.ts';
import { limitExceeded, ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed, type Write } from '../ports.ts';
import type { User } from '../users/user.ts';
import type { Code, CodePurpose } from './code.ts';
import { codeMatches } from './digits.ts';
import { MAX_CODE_ATTEMPTS } from './limits.ts';

type Needs = Pick<Core, 'store' | 'clock' | 'sealer'>;

export interface RedeemedCode {
  readonly code: Code;
  /** Consumes the code; belongs into the commit of what the code allows. Guard `code.changed`. */
  readonly write: Write;
}

export const codeMismatch = () =>
  new ServiceError('CodeMismatchException', 'Invalid verification code provided, please try again.');
export const codeExpired = () =>
  new ServiceError('ExpiredCodeException', 'Invalid code provided, please request a code again.');

/**
 * @throws ExpiredCodeException when there is none, its time is over or its destination has changed;
 *   LimitExceededException after too many tries; CodeMismatchException
 */
export async function redeemCode(
  core: Needs,
  pool: Pool,
  user: User,
  purpose: CodePurpose,
  code: string,
): Promise<RedeemedCode> {
  const counted = await countedTry(core, pool, user, purpose);
  if (!codeMatches(core, counted, code)) throw codeMismatch();
  return { code: counted, write: core.store.codes.consume(counted) };
}

/**
 * `redeemCode` and the commit it allows. When another try was counted in between, the proof still stands and the commit
 * is tried again; of two right answers at once one wins and the other finds the code spent.
 */
export async function spendCode<Result>(
  core: Needs,
  pool: Pool,
  user: User,
  purpose: CodePurpose,
  code: string,
  commit: (redeemed: RedeemedCode) => Promise<Result>,
): Promise<Result> {
  let redeemed = await redeemCode(core, pool, user, purpose, code);
  // Ends: tries are limited, so the row changes only so often.
  for (;;) {
    try {
      return await commit(redeemed);
    } catch (error) {
      if (!(error instanceof GuardFailed) || error.guard !== 'code.changed') throw error;
      redeemed = await sameCodeNow(core, redeemed.code);
    }
  }
}

/** @throws ExpiredCodeException when the code was spent or replaced */
async function sameCodeNow(core: Needs, { poolId, sub, purpose, hash, createdAt }: Code): Promise<RedeemedCode> {
  const found = await core.store.codes.find(poolId, sub, purpose);
  if (found?.hash !== hash || found.createdAt !== createdAt) throw codeExpired();
  return { code: found, write: core.store.codes.consume(found) };
}

/** The row as it is after this try was counted. */
async function countedTry(core: Needs, pool: Pool, user: User, purpose: CodePurpose): Promise<Code> {
  // Ends: each lost race is another's counted try, of which there are no more than MAX_CODE_ATTEMPTS.
  for (;;) {
    const found = await core.store.codes.find(pool.id, user.sub, purpose);
    if (!found || found.expiresAt <= core.clock.now()) throw codeExpired();
    assertReaches(user, found);
    if (found.attempts >= MAX_CODE_ATTEMPTS) throw limitExceeded();
    try {
      await core.store.commit([core.store.codes.countAttempt(found)]);
      return { ...found, attempts: found.attempts + 1, version: found.version + 1 };
    } catch (error) {
      if (!(error instanceof GuardFailed)) throw error;
    }
  }
}

/**
 * A code that was sent to a former address proves nothing any more. To be asked again of the user whom the commit
 * changes.
 * @throws ExpiredCodeException
 */
export function assertReaches(user: User, { purpose, destination }: Code): void {
  if (!contactsOf(user, purpose).includes(destination)) throw codeExpired();
}

function contactsOf({ attributes, pendingAttributes }: User, purpose: CodePurpose): (string | undefined)[] {
  if (purpose === 'verify:email') return [pendingAttributes['email'] ?? attributes['email']];
  if (purpose === 'verify:phone_number') return [pendingAttributes['phone_number'] ?? attributes['phone_number']];
  return [attributes['email'], attributes['phone_number']];
}
