/** Counts the codes sent to one user for one purpose; beyond the limit no more go out until the window is over. */
import type { Core } from '../core.ts';
import { limitExceeded } from '../errors.ts';
import { type Attempt, GuardFailed } from '../ports.ts';
import type { CodePurpose } from './code.ts';
import { CODE_SEND_WINDOW, MAX_AUTHENTICATION_SENDS, MAX_CODE_SENDS } from './limits.ts';

type Needs = Pick<Core, 'store' | 'clock'>;

/**
 * Durable when it resolves, before anything is sent. `subject` is the user's sub.
 * @throws LimitExceededException
 */
export async function countSend(core: Needs, poolId: string, subject: string, purpose: CodePurpose): Promise<void> {
  // Each lost race means that another send was counted, so the loop ends at the limit.
  for (;;) {
    const next = await nextCount(core, poolId, subject, purpose);
    if (next.count > maximumOf(purpose)) throw limitExceeded();
    try {
      return await core.store.commit([core.store.attempts.put(next)]);
    } catch (error) {
      if (!(error instanceof GuardFailed)) throw error;
    }
  }
}

async function nextCount(core: Needs, poolId: string, subject: string, purpose: CodePurpose): Promise<Attempt> {
  const kind = `code-send:${familyOf(purpose)}`;
  const now = core.clock.now();
  const found = await core.store.attempts.find(poolId, subject, kind);
  const running = found !== undefined && now < found.windowStart + CODE_SEND_WINDOW;
  const windowStart = running ? found.windowStart : now;
  return {
    poolId,
    subject,
    kind,
    count: running ? found.count + 1 : 1,
    windowStart,
    lockedUntil: 0,
    expiresAt: windowStart + CODE_SEND_WINDOW,
    version: found?.version ?? 0,
  };
}

/** The codes of one challenge count together, whichever sign-in each belongs to. */
const familyOf = (purpose: CodePurpose): string =>
  purpose.startsWith('authentication:') ? purpose.slice(0, purpose.lastIndexOf(':')) : purpose;

const maximumOf = (purpose: CodePurpose): number =>
  purpose.startsWith('authentication:') ? MAX_AUTHENTICATION_SENDS : MAX_CODE_SENDS;
