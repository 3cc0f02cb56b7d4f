/**
 * Registrations and assertions of authenticators, checked by @simplewebauthn/server; loaded with the first one.
 *
 * Attestation is not asked for, so what an authenticator volunteers proves nothing here: it is put aside unread, which
 * also keeps its certificates from naming addresses that a verifier would fetch.
 */
import { createHash } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import {
  type ExpectedCeremony,
  type RegisteredCredential,
  WEBAUTHN_ALGORITHMS,
  type WebAuthn,
  WebAuthnRefused,
} from '../core/ports.ts';
import { constantTimeEqual } from '../crypto/compare.ts';

type Library = typeof import('@simplewebauthn/server');
type Helpers = typeof import('@simplewebauthn/server/helpers');

let loading: Promise<Library & { helpers: Helpers }> | undefined;

const library = (): Promise<Library & { helpers: Helpers }> => {
  loading ??= Promise.all([import('@simplewebauthn/server'), import('@simplewebauthn/server/helpers')]).then(
    ([server, helpers]) => ({ ...server, helpers }),
  );
  return loading;
};

export const createWebAuthn = (): WebAuthn => ({
  async register(response, expected) {
    const { verifyRegistrationResponse, helpers } = await library();
    const given = registrationOf(response);
    const bare = withoutAttestation(helpers, given, expected);
    const { registrationInfo } = await malformedUnless(
      verifyRegistrationResponse({
        response: bare,
        ...expectations(expected),
        requireUserVerification: false,
        supportedAlgorithmIDs: [...WEBAUTHN_ALGORITHMS],
      }),
    );
    if (!registrationInfo || registrationInfo.credential.id.length > MAX_ID) throw new WebAuthnRefused('malformed');
    const unverified = expected.userVerification && !registrationInfo.userVerified;
    if (unverified || registrationInfo.credential.publicKey.length > MAX_KEY) throw new WebAuthnRefused('unsupported');
    return registered(given, registrationInfo);
  },

  async assert(response, expected, credential) {
    const { verifyAuthenticationResponse } = await library();
    const { verified, authenticationInfo } = await malformedUnless(
      verifyAuthenticationResponse({
        response: assertionOf(response),
        ...expectations(expected),
        requireUserVerification: expected.userVerification,
        credential: { id: credential.id, publicKey: bytes(credential.publicKey), counter: credential.counter },
      }),
    );
    if (!verified || authenticationInfo.credentialID !== credential.id) throw new WebAuthnRefused('malformed');
    return { counter: authenticationInfo.newCounter, userVerified: authenticationInfo.userVerified };
  },
});

const expectations = ({ challenge, origin, relyingPartyId }: ExpectedCeremony) => ({
  expectedChallenge: challenge,
  expectedOrigin: origin,
  expectedRPID: relyingPartyId,
});

type Verified = Awaited<ReturnType<Library['verifyRegistrationResponse']>>;

const registered = (
  { response, authenticatorAttachment, clientExtensionResults }: RegistrationResponseJSON,
  { credential, aaguid, userVerified }: NonNullable<Verified['registrationInfo']>,
): RegisteredCredential => ({
  id: credential.id,
  publicKey: Buffer.from(credential.publicKey).toString('base64url'),
  counter: credential.counter,
  transports: transportsOf(response.transports),
  ...(isAttachment(authenticatorAttachment) && { attachment: authenticatorAttachment }),
  aaguid,
  userVerified,
  discoverable: clientExtensionResults?.credProps?.rk,
});

/** Told apart before the whole is judged: of another relying party, of an algorithm that was not offered. */
const withoutAttestation = (
  helpers: Helpers,
  given: RegistrationResponseJSON,
  { relyingPartyId }: ExpectedCeremony,
): RegistrationResponseJSON => {
  const authData = malformedOnError(() => {
    const object = helpers.decodeAttestationObject(bytes(given.response.attestationObject));
    const data = object.get('authData');
    return { data, ...helpers.parseAuthenticatorData(data) };
  });
  const hash = createHash('sha256').update(relyingPartyId).digest();
  if (!constantTimeEqual(hash, authData.rpIdHash)) throw new WebAuthnRefused('relying-party');
  assertAlgorithm(helpers, authData.credentialPublicKey);
  const bare = new Map<string, unknown>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
    ['authData', authData.data],
  ]);
  const encoded = helpers.isoCBOR.encode(bare as Parameters<Helpers['isoCBOR']['encode']>[0]);
  const attestationObject = Buffer.from(encoded).toString('base64url');
  return { ...given, response: { ...given.response, attestationObject } };
};

const assertAlgorithm = (helpers: Helpers, publicKey: Uint8Array<ArrayBuffer> | undefined): void => {
  if (!publicKey) throw new WebAuthnRefused('malformed');
  // What is decoded need not be a key, nor a map at all.
  const algorithm = malformedOnError(() => helpers.decodeCredentialPublicKey(publicKey).get(helpers.cose.COSEKEYS.alg));
  if (!WEBAUTHN_ALGORITHMS.some((offered) => offered === algorithm)) throw new WebAuthnRefused('unsupported');
};

const registrationOf = (response: unknown): RegistrationResponseJSON =>
  credentialOf<RegistrationResponseJSON>(response, ['clientDataJSON', 'attestationObject']);

const assertionOf = (response: unknown): AuthenticationResponseJSON =>
  credentialOf<AuthenticationResponseJSON>(response, ['clientDataJSON', 'authenticatorData', 'signature']);

/** The library trusts the types of what it is given. */
const credentialOf = <Credential extends { id: string; response: object }>(
  given: unknown,
  members: readonly string[],
): Credential => {
  const credential = given as Credential | null | undefined;
  const response = credential?.response as Record<string, unknown> | null | undefined;
  const whole = typeof credential?.id === 'string' && members.every((name) => isBase64Url(response?.[name]));
  if (!whole) throw new WebAuthnRefused('malformed');
  return credential;
};

const isBase64Url = (value: unknown): boolean => typeof value === 'string' && /^[\w-]+={0,2}$/.test(value);

/** 1023 bytes (W3C Web Authentication, section 7.1, step 25), as base64url. */
const MAX_ID = 1364;

/** More than RSA with 4096 bits takes; a giant key would make every check of a signature costly. */
const MAX_KEY = 600;

const isAttachment = (value: unknown): value is 'cross-platform' | 'platform' =>
  value === 'platform' || value === 'cross-platform';

const MAX_TRANSPORTS = 8;

/** A list that the client wrote: short names, and few of them. */
const transportsOf = (transports: unknown): string[] =>
  (Array.isArray(transports) ? transports : [])
    .filter((name): name is string => typeof name === 'string' && /^[a-z-]{1,32}$/.test(name))
    .slice(0, MAX_TRANSPORTS);

const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'));

const malformedUnless = async <Result>(verified: Promise<Result>): Promise<Result> => {
  try {
    return await verified;
  } catch (error) {
    throw new WebAuthnRefused('malformed', { cause: error });
  }
};

const malformedOnError = <Result>(read: () => Result): Result => {
  try {
    return read();
  } catch (error) {
    throw new WebAuthnRefused('malformed', { cause: error });
  }
};
