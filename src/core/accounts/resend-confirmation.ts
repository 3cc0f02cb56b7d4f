/** Another code for an account that is not confirmed yet; the one before is void. */
import { hidesUsers } from '../auth/subject.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import { type CodeDelivery, chooseDelivery } from '../messages/delivery.ts';
import { type SendingCore, sendCode } from '../messages/send-code.ts';
import type { Pool } from '../pools/pool.ts';
import { findUser } from '../users/find.ts';
import type { User } from '../users/user.ts';
import { assertEnabled, combinationNotFound, type PublicCall } from './public-call.ts';
import { pretendToSend } from './simulated.ts';

const notVerifying = () => notAuthorized('Cannot resend codes. Auto verification not turned on.');

/**
 * Where the client hides who exists, a user who needs no code is answered like one who does not exist.
 * @throws UserNotFoundException, InvalidParameterException, NotAuthorizedException, LimitExceededException, and what
 *   CustomMessage throws
 */
export async function resendConfirmation(core: SendingCore, call: PublicCall): Promise<CodeDelivery> {
  const { pool, client, username } = call;
  if (pool.settings.autoVerifiedAttributes.length === 0) throw notVerifying();
  const user = await findUser(core, pool, username);
  if (user && (isWaiting(pool, user) || !hidesUsers(client))) return resend(core, call, user);
  if (!hidesUsers(client)) throw combinationNotFound();
  return pretendToSend(core, call, 'sign-up', user);
}

const isWaiting = (pool: Pool, user: User): boolean =>
  user.enabled && user.status === 'UNCONFIRMED' && chooseDelivery(pool, user, 'sign-up') !== undefined;

async function resend(core: SendingCore, call: PublicCall, user: User): Promise<CodeDelivery> {
  const { pool, client, clientMetadata } = call;
  assertEnabled(user);
  if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
  const delivery = chooseDelivery(pool, user, 'sign-up');
  if (!delivery) throw notVerifying();
  const what = { purpose: 'sign-up', kind: 'resend-code', delivery, clientId: client.id, clientMetadata } as const;
  await core.store.commit(await sendCode(core, pool, user, what));
  core.outbox.wake();
  return delivery;
}
