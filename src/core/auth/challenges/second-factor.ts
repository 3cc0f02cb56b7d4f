/** A code by message as second factor: only of somebody who has proved the first. */
import type { User } from '../../users/user.ts';
import { invalidSession } from '../session.ts';
import type { AuthCore, SignIn } from '../sign-in.ts';
import type { Issued } from './challenge.ts';
import { contactFor, sendOneTimeCode } from './one-time-code.ts';

/** Throws NotAuthorizedException where there is nobody. */
export const knownUser = ({ subject }: Pick<SignIn, 'subject'>): User => {
  if (!subject.user) throw invalidSession();
  return subject.user;
};

export const issueSecondFactor = (
  core: AuthCore,
  signIn: SignIn,
  challenge: 'EMAIL_OTP' | 'SMS_MFA',
): Promise<Issued> => {
  const user = knownUser(signIn);
  const to = user.attributes[contactFor(challenge)];
  if (!to) throw invalidSession();
  return sendOneTimeCode(core, signIn, challenge, { user, to });
};
