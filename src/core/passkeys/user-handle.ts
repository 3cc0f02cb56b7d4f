/** What is the same in registration and sign-in: by which id authenticators know a user, and whether they ask for them. */
import { passkeyIsTwoFactors } from '../mfa/factors.ts';
import type { Pool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';

/** Tells nothing of the person (W3C Web Authentication, section 14.6.1). Base64url. */
export const userHandle = ({ sub }: Pick<User, 'sub'>): string => Buffer.from(sub).toString('base64url');

/** A passkey that is to be two factors needs its second one. */
export const verificationOf = (pool: Pool, user: User): 'preferred' | 'required' =>
  passkeyIsTwoFactors(pool, user) ? 'required' : (pool.settings.webAuthn?.userVerification ?? 'preferred');
