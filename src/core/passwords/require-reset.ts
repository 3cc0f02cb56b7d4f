/** An administrator makes a user choose a new password with a code. */
import { invalidParameter, notAuthorized } from '../errors.ts';
import { type CodeDelivery, chooseDelivery, onlyAdminRecovers } from '../messages/delivery.ts';
import { type SendingCore, sendCode } from '../messages/send-code.ts';
import type { Pool } from '../pools/pool.ts';
import type { Metadata } from '../triggers/event.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';

const RESETTABLE: readonly User['status'][] = ['CONFIRMED', 'RESET_REQUIRED'];

const assertResettable = (user: User): void => {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (!RESETTABLE.includes(user.status)) throw notAuthorized('User password cannot be reset in the current state.');
};

const deliveryFor = (pool: Pool, user: User): CodeDelivery => {
  if (onlyAdminRecovers(pool)) throw notAuthorized('Contact administrator to reset password.');
  const delivery = chooseDelivery(pool, user, 'recovery');
  if (delivery) return delivery;
  throw invalidParameter('Cannot reset password for the user as there is no registered/verified email or phone_number');
};

/**
 * RESET_REQUIRED, and a code on its way; the password in use lets nobody in any more. Throws NotAuthorizedException
 * (status, disabled), InvalidParameterException (nowhere to send a code), LimitExceededException, and what CustomMessage
 * throws.
 */
export const requirePasswordReset = async (
  core: SendingCore,
  pool: Pool,
  user: User,
  clientMetadata?: Metadata,
): Promise<void> => {
  assertResettable(user);
  const delivery = deliveryFor(pool, user);
  const what = { purpose: 'forgot-password', kind: 'forgot-password', delivery, clientMetadata } as const;
  const writes = await sendCode(core, pool, user, what);
  await commitUser(core, pool, user, (current) => {
    assertResettable(current);
    return { user: { ...current, status: 'RESET_REQUIRED' }, writes };
  });
  core.outbox.wake();
};
