/** Signing in with a password as somebody who is not in the pool, but whom its UserMigration function knows. */
import { incorrectUsernameOrPassword, ServiceError } from '../errors.ts';
import { guessPassword } from '../passwords/guess.ts';
import { preAuthentication } from '../triggers/pre-authentication.ts';
import { migratesUsers } from '../triggers/user-migration.ts';
import { findUser } from '../users/find.ts';
import { migrateUser } from '../users/migrate.ts';
import type { User } from '../users/user.ts';
import { assertMaySignIn } from './account-state.ts';
import type { AuthCore, Door, Subject } from './sign-in.ts';
import { hidesUsers, knownSubject } from './subject.ts';

/**
 * Undefined for users of the pool, and for pools without such a function: at no cost for these. Wrong passwords count
 * as they do for any unknown name. Throws UserNotFoundException "Exception migrating user in app client …", or where
 * the client hides which users exist NotAuthorizedException; PasswordResetRequiredException for a user who is to reset
 * the password; what PreAuthentication throws.
 */
export const migrated = async (
  core: AuthCore,
  door: Door,
  name: string,
  password: string,
): Promise<Subject | undefined> => {
  const { pool } = door;
  if (!migratesUsers(door) || (await findUser(core, pool, name))) return undefined;
  const user = await bring(core, door, name, password);
  const subject = knownSubject(user);
  await preAuthentication(core, door, subject);
  assertMaySignIn(core, user);
  return subject;
};

const bring = async (core: AuthCore, door: Door, name: string, password: string): Promise<User> => {
  let user: User | undefined;
  await guessPassword(core, door.pool, name, async () => {
    user = await migrateUser(core, door, 'UserMigration_Authentication', name, password).catch(asStranger);
    return user !== undefined;
  });
  if (user) return user;
  if (hidesUsers(door.client)) throw incorrectUsernameOrPassword();
  throw new ServiceError('UserNotFoundException', `Exception migrating user in app client ${door.client.id}`);
};

/** Cognito tells the caller neither what the function said nor that it was down. */
const asStranger = (error: unknown): undefined => {
  if (!(error instanceof ServiceError)) throw error;
  return undefined;
};
