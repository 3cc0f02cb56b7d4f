/** What a browser needs to make a passkey. */
import type { Pool } from '../pools/pool.ts';
import { WEBAUTHN_ALGORITHMS } from '../ports.ts';
import type { User } from '../users/user.ts';
import type { Passkey } from './passkey.ts';
import { userHandle, verificationOf } from './user-handle.ts';

/** PublicKeyCredentialCreationOptionsJSON (W3C Web Authentication, section 5.1.9). */
export type CreationOptions = ReturnType<typeof creationOptions>;

/** How long the browser waits for the person, in milliseconds. */
const TIMEOUT = 60_000;

export const creationOptions = (
  pool: Pool,
  user: User,
  relyingPartyId: string,
  known: readonly Passkey[],
  challenge: string,
) => ({
  rp: { id: relyingPartyId, name: relyingPartyId },
  user: { id: userHandle(user), name: shownName(pool, user), displayName: shownName(pool, user) },
  challenge,
  pubKeyCredParams: WEBAUTHN_ALGORITHMS.map((alg) => ({ type: 'public-key' as const, alg })),
  timeout: TIMEOUT,
  excludeCredentials: known.map(({ id, transports }) => ({
    type: 'public-key' as const,
    id,
    transports: [...transports],
  })),
  authenticatorSelection: {
    requireResidentKey: true,
    residentKey: 'required' as const,
    userVerification: verificationOf(pool, user),
  },
});

/** The name that the person signs in with: an authenticator shows it when there is a choice. */
const shownName = ({ usernameAttributes }: Pool, { attributes, username }: User): string =>
  usernameAttributes.map((name) => attributes[name]).find((value) => value) ?? username;
