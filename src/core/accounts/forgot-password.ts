/** A code to a contact that the user verified, against a forgotten password. */
import { hidesUsers } from '../auth/subject.ts';
import type { Core } from '../core.ts';
import { invalidParameter, notAuthorized, ServiceError } from '../errors.ts';
import { type CodeDelivery, chooseDelivery, onlyAdminRecovers } from '../messages/delivery.ts';
import { type SendingCore, sendCode } from '../messages/send-code.ts';
import type { Pool } from '../pools/pool.ts';
import { findUser } from '../users/find.ts';
import { migrateUser } from '../users/migrate.ts';
import type { User } from '../users/user.ts';
import { combinationNotFound, type PublicCall } from './public-call.ts';
import { pretendToSend } from './simulated.ts';

type Needs = SendingCore & Pick<Core, 'srp'>;

/**
 * Where the client hides who exists, a user who cannot recover the password is answered like one who does not exist.
 * @throws UserNotFoundException, InvalidParameterException, NotAuthorizedException, LimitExceededException, and what
 *   UserMigration and CustomMessage throw
 */
export async function forgotPassword(core: Needs, call: PublicCall): Promise<CodeDelivery> {
  const { pool, client, username } = call;
  if (onlyAdminRecovers(pool)) throw notAuthorized('Contact administrator to reset password.');
  const user = (await findUser(core, pool, username)) ?? (await migrated(core, call));
  const delivery = user ? recovery(pool, user) : combinationNotFound();
  if (user && !(delivery instanceof ServiceError)) return send(core, call, user, delivery);
  if (hidesUsers(client)) return pretendToSend(core, call, 'recovery', user);
  throw delivery;
}

/** Who is not in the pool may be elsewhere. Where the client hides who exists, a failure is one more unknown name. */
async function migrated(core: Needs, call: PublicCall): Promise<User | undefined> {
  try {
    return await migrateUser(core, call, 'UserMigration_ForgotPassword', call.username);
  } catch (error) {
    if (error instanceof ServiceError && hidesUsers(call.client)) return undefined;
    throw error;
  }
}

/** Where the user's code goes, or why none does. */
function recovery(pool: Pool, user: User): CodeDelivery | ServiceError {
  if (!user.enabled) return notAuthorized('User is disabled.');
  if (user.status === 'FORCE_CHANGE_PASSWORD' || user.status === 'EXTERNAL_PROVIDER') {
    return notAuthorized('User password cannot be reset in the current state.');
  }
  const delivery = chooseDelivery(pool, user, 'recovery');
  const unreachable = 'Cannot reset password for the user as there is no registered/verified email or phone_number';
  return delivery ?? invalidParameter(unreachable);
}

async function send(core: Needs, call: PublicCall, user: User, delivery: CodeDelivery): Promise<CodeDelivery> {
  const { pool, client, clientMetadata } = call;
  const [purpose, clientId] = ['forgot-password', client.id] as const;
  const what = { purpose, kind: purpose, delivery, clientId, clientMetadata } as const;
  await core.store.commit(await sendCode(core, pool, user, what));
  core.outbox.wake();
  return delivery;
}
