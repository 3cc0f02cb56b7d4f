/** A signed-in user adds a passkey: options for the browser, then what its authenticator made of them. */
import type { Client } from '../clients/client.ts';
import type { Core } from '../core.ts';
import { invalidParameter, ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { type ExpectedCeremony, GuardFailed, type RegisteredCredential, WebAuthnRefused } from '../ports.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';
import { clientDataOf, invalidCredential } from './client-data.ts';
import { type CreationOptions, creationOptions } from './creation-options.ts';
import { friendlyName } from './friendly-name.ts';
import { MAX_PASSKEYS, type Passkey } from './passkey.ts';
import { answerChallenge, challengeUsed, registrationChallenge } from './registration-challenge.ts';
import { assertPasskeysEnabled, isAllowedOrigin, relyingPartyOf } from './relying-party.ts';
import { verificationOf } from './user-handle.ts';

interface Self {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
}

/** Throws WebAuthnNotEnabledException, WebAuthnConfigurationMissingException, LimitExceededException. */
export const startRegistration = async (
  core: Pick<Core, 'clock' | 'random' | 'sealer' | 'settings' | 'store'>,
  self: Self,
): Promise<CreationOptions> => {
  const { pool, client, user } = self;
  assertPasskeysEnabled(pool);
  const relyingPartyId = relyingPartyOf(core, pool);
  assertRoom(user);
  const known = user.passkeys ? await core.store.passkeys.ofUser(pool.id, user.sub) : [];
  return creationOptions(pool, user, relyingPartyId, known, registrationChallenge(core, user, client.id));
};

/**
 * Throws WebAuthnNotEnabledException, WebAuthnChallengeNotFoundException, WebAuthnClientMismatchException,
 * WebAuthnOriginNotAllowedException, WebAuthnRelyingPartyMismatchException, WebAuthnCredentialNotSupportedException,
 * InvalidParameterException for what is no credential or is registered already, LimitExceededException.
 */
export const completeRegistration = async (
  core: Pick<Core, 'clock' | 'sealer' | 'settings' | 'store' | 'webAuthn'>,
  { pool, client, user }: Self,
  credential: unknown,
): Promise<Passkey> => {
  assertPasskeysEnabled(pool);
  const relyingPartyId = relyingPartyOf(core, pool);
  const { challenge, origin } = clientDataOf(credential, 'webauthn.create');
  const spend = await answerChallenge(core, user, client.id, challenge);
  if (!isAllowedOrigin(relyingPartyId, origin)) throw originNotAllowed();
  const userVerification = verificationOf(pool, user) === 'required';
  const made = await register(core, credential, { challenge, origin, relyingPartyId, userVerification });
  const passkey = passkeyOf(core, user, relyingPartyId, made);
  await add(core, pool, user, passkey, spend);
  return passkey;
};

const assertRoom = ({ passkeys = 0 }: User): void => {
  if (passkeys < MAX_PASSKEYS) return;
  throw new ServiceError('LimitExceededException', `A user can have at most ${MAX_PASSKEYS} passkeys.`);
};

const originNotAllowed = () =>
  new ServiceError(
    'WebAuthnOriginNotAllowedException',
    "The origin of the credential does not match the user pool's relying party ID.",
  );

const register = async (
  core: Pick<Core, 'webAuthn'>,
  credential: unknown,
  expected: ExpectedCeremony,
): Promise<RegisteredCredential> => {
  try {
    const made = await core.webAuthn.register(credential, expected);
    // Signing in offers passkeys that the authenticator finds by itself; one that it cannot find is of no use.
    if (made.discoverable === false) throw notSupported();
    return made;
  } catch (error) {
    if (error instanceof WebAuthnRefused) throw refusals[error.reason]();
    throw error;
  }
};

const notSupported = () =>
  new ServiceError('WebAuthnCredentialNotSupportedException', 'The credential is not supported.');

const refusals: Readonly<Record<WebAuthnRefused['reason'], () => ServiceError>> = {
  malformed: invalidCredential,
  'relying-party': () =>
    new ServiceError(
      'WebAuthnRelyingPartyMismatchException',
      "The credential's relying party ID does not match the user pool's relying party ID.",
    ),
  unsupported: notSupported,
};

const passkeyOf = (
  core: Pick<Core, 'clock'>,
  { poolId, sub }: User,
  relyingPartyId: string,
  made: RegisteredCredential,
): Passkey => ({
  poolId,
  sub,
  relyingPartyId,
  id: made.id,
  publicKey: made.publicKey,
  counter: made.counter,
  transports: made.transports,
  ...(made.attachment && { attachment: made.attachment }),
  name: friendlyName(made.aaguid),
  createdAt: core.clock.now(),
  version: 1,
});

/** The user's row counts its passkeys, so that of two added at once the limit holds. */
const add = async (
  core: Pick<Core, 'clock' | 'store'>,
  pool: Pool,
  user: User,
  passkey: Passkey,
  spend: ReturnType<Core['store']['tickets']['use']>,
): Promise<void> => {
  try {
    await commitUser(core, pool, user, (current) => {
      assertRoom(current);
      return {
        user: { ...current, passkeys: (current.passkeys ?? 0) + 1 },
        writes: [spend, core.store.passkeys.insert(passkey)],
      };
    });
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
    if (error.guard === 'ticket.used') throw challengeUsed();
    if (error.guard === 'passkey.exists') throw invalidParameter('The credential is already registered.');
    throw error;
  }
};
