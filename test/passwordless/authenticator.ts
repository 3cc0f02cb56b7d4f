/**
 * An authenticator in software (ES256), as far as a server sees one. It does what it is told, so that a test can also
 * lie about origin, relying party, counter and person.
 */
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

export interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
}

export interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
}

export interface Lie {
  readonly origin?: string;
  readonly relyingPartyId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly counter?: number;
  readonly userVerified?: boolean;
  readonly userHandle?: string;
  /** A COSE algorithm that nobody offered. */
  readonly algorithm?: number;
  readonly discoverable?: boolean;
}

const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');
const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();

// CBOR (RFC 8949 section 3), as much of it as an attestation object needs.
const head = (major: number, value: number): Buffer => {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
};
const integer = (value: number): Buffer => (value < 0 ? head(1, -1 - value) : head(0, value));
const bytes = (value: Uint8Array): Buffer => Buffer.concat([head(2, value.length), value]);
const text = (value: string): Buffer => Buffer.concat([head(3, value.length), Buffer.from(value)]);
const map = (...entries: [Buffer, Buffer][]): Buffer => Buffer.concat([head(5, entries.length), ...entries.flat()]);

export class Authenticator {
  readonly id = base64url(randomBytes(16));
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #userHandle = '';
  counter = 0;
  origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  /** RegistrationResponseJSON. */
  create(options: CreationOptions, lie: Lie = {}) {
    this.#userHandle = options.user.id;
    const credential = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, 16]),
      Buffer.from(this.id, 'base64url'),
      coseKey(this.#keys.publicKey, lie.algorithm),
    ]);
    const authData = this.#authData(options.rp.id, 0x40, lie, credential);
    const attestation = map([text('fmt'), text('none')], [text('attStmt'), map()], [text('authData'), bytes(authData)]);
    const response = {
      clientDataJSON: base64url(this.#clientData('webauthn.create', options.challenge, lie)),
      attestationObject: base64url(attestation),
      transports: ['internal', 'hybrid'],
    };
    const extensions = lie.discoverable === undefined ? {} : { credProps: { rk: lie.discoverable } };
    return this.#credential(response, extensions);
  }

  /** AuthenticationResponseJSON. */
  get(options: RequestOptions, lie: Lie = {}) {
    const authData = this.#authData(options.rpId, 0, lie);
    const clientData = this.#clientData('webauthn.get', options.challenge, lie);
    const signed = Buffer.concat([authData, sha256(clientData)]);
    return this.#credential({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authData),
      signature: base64url(createSign('sha256').update(signed).sign(this.#keys.privateKey)),
      userHandle: lie.userHandle ?? this.#userHandle,
    });
  }

  #credential<Response>(response: Response, clientExtensionResults: object = {}) {
    const { id } = this;
    return { id, rawId: id, type: 'public-key', authenticatorAttachment: 'platform', response, clientExtensionResults };
  }

  #clientData(type: string, challenge: string, lie: Lie): string {
    const { origin = this.origin } = lie;
    return JSON.stringify({
      type: lie.type ?? type,
      challenge: lie.challenge ?? challenge,
      origin,
      crossOrigin: false,
    });
  }

  #authData(relyingPartyId: string, flags: number, lie: Lie, credential = Buffer.alloc(0)): Buffer {
    const { counter = this.counter, userVerified = true } = lie;
    const rest = Buffer.alloc(5);
    rest.writeUInt8(flags | 0x01 | (userVerified ? 0x04 : 0), 0);
    rest.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(lie.relyingPartyId ?? relyingPartyId), rest, credential]);
  }
}

const coseKey = (key: KeyObject, algorithm = -7): Buffer => {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return map(
    [integer(1), integer(2)],
    [integer(3), integer(algorithm)],
    [integer(-1), integer(1)],
    [integer(-2), bytes(Buffer.from(x, 'base64url'))],
    [integer(-3), bytes(Buffer.from(y, 'base64url'))],
  );
};
