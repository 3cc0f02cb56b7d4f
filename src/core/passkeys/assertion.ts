/** Signing in with a passkey: what the browser is asked, and whether its answer is right. */
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import { WebAuthnRefused, type Write } from '../ports.ts';
import type { User } from '../users/user.ts';
import { clientDataOf, invalidCredential } from './client-data.ts';
import type { Passkey } from './passkey.ts';
import { isAllowedOrigin, relyingPartyOf } from './relying-party.ts';
import { userHandle, verificationOf } from './user-handle.ts';

const TIMEOUT = 180_000;
const CHALLENGE_BYTES = 32;

/** PublicKeyCredentialRequestOptionsJSON (W3C Web Authentication, section 5.1.10). */
export interface RequestOptions {
  readonly challenge: string;
  readonly timeout: number;
  readonly rpId: string;
  readonly allowCredentials: readonly {
    readonly id: string;
    readonly type: 'public-key';
    readonly transports: readonly string[];
  }[];
  readonly userVerification: 'preferred' | 'required';
}

/** Throws WebAuthnConfigurationMissingException. */
export const requestOptions = async (
  core: Pick<Core, 'random' | 'settings' | 'store'>,
  pool: Pool,
  user: User,
): Promise<RequestOptions> => {
  const rpId = relyingPartyOf(core, pool);
  const passkeys = await core.store.passkeys.ofUser(pool.id, user.sub);
  return {
    challenge: Buffer.from(core.random.bytes(CHALLENGE_BYTES)).toString('base64url'),
    timeout: TIMEOUT,
    rpId,
    allowCredentials: passkeys
      .filter(({ relyingPartyId }) => relyingPartyId === rpId)
      .map(({ id, transports }) => ({ id, type: 'public-key', transports })),
    userVerification: verificationOf(pool, user),
  };
};

/** AuthenticationResponseJSON, as far as it must be known before it is judged. */
export interface GivenAssertion {
  readonly id: string;
  readonly response: { readonly userHandle?: unknown };
}

/** Throws InvalidParameterException. */
export const readAssertion = (json: string): GivenAssertion => {
  let credential: Partial<GivenAssertion> | null;
  try {
    credential = JSON.parse(json) as typeof credential;
  } catch {
    throw invalidCredential();
  }
  // Throws for what has no client data, and so no response.
  clientDataOf(credential, 'webauthn.get');
  if (typeof credential?.id !== 'string') throw invalidCredential();
  return credential as GivenAssertion;
};

export interface Asserted {
  readonly userVerified: boolean;
  /** Moves the signature counter, where the passkey has one. Guard `passkey.changed`. */
  readonly writes: readonly Write[];
}

/** Undefined for what does not prove that the user has one of their passkeys. */
export const verifyAssertion = async (
  core: Pick<Core, 'settings' | 'store' | 'webAuthn'>,
  pool: Pool,
  user: User,
  challenge: string,
  given: GivenAssertion,
): Promise<Asserted | undefined> => {
  const relyingPartyId = relyingPartyOf(core, pool);
  const { origin } = clientDataOf(given, 'webauthn.get');
  if (!isAllowedOrigin(relyingPartyId, origin)) return undefined;
  const passkey = await core.store.passkeys.byId(pool.id, given.id);
  if (!passkey || !belongs(passkey, user, given)) return undefined;
  const userVerification = verificationOf(pool, user) === 'required';
  const expected = { challenge, origin, relyingPartyId, userVerification };
  try {
    const { counter, userVerified } = await core.webAuthn.assert(given, expected, passkey);
    return { userVerified, writes: counter > 0 ? [core.store.passkeys.count(passkey, counter)] : [] };
  } catch (error) {
    if (error instanceof WebAuthnRefused) return undefined;
    throw error;
  }
};

/** An authenticator that found the passkey by itself says whose it is (W3C Web Authentication, section 7.2, step 6). */
const belongs = (passkey: Passkey, user: User, { response: { userHandle: named } }: GivenAssertion): boolean =>
  passkey.sub === user.sub && (!named || named === userHandle(user));
