/**
 * Which accounts may sign in. Asked after the password was proved, so that a wrong password tells nothing about the
 * account; the exception is a password that must be reset, see `resetComesFirst`.
 */
import type { Client } from '../clients/client.ts';
import type { Core } from '../core.ts';
import { incorrectUsernameOrPassword, notAuthorized, passwordResetRequired, ServiceError } from '../errors.ts';
import { temporaryPasswordExpired } from '../passwords/temporary.ts';
import type { User } from '../users/user.ts';
import { hidesUsers } from './subject.ts';

/**
 * An imported user has no password that could be proved, so the demand to reset it cannot wait for a proof. Where the
 * client does not hide which users exist, Cognito answers so whatever the password is.
 */
export const resetComesFirst = (client: Client, user: User): boolean =>
  user.status === 'RESET_REQUIRED' && user.enabled && (!user.password || !hidesUsers(client));

/**
 * Throws NotAuthorizedException "User is disabled." or "Temporary password has expired and must be reset by an
 * administrator.", UserNotConfirmedException, PasswordResetRequiredException.
 */
export const assertMaySignIn = (core: Pick<Core, 'clock'>, user: User): void => {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  switch (user.status) {
    case 'CONFIRMED':
      return;
    case 'FORCE_CHANGE_PASSWORD':
      if (!temporaryPasswordExpired(user, core.clock.now())) return;
      throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
    case 'UNCONFIRMED':
      throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.');
    case 'RESET_REQUIRED':
      throw passwordResetRequired();
    case 'EXTERNAL_PROVIDER':
      throw incorrectUsernameOrPassword();
  }
};
