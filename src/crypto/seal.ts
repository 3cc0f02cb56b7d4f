/**
 * Authenticated encryption of secrets at rest and of what clients carry.
 *
 * `v1.{key id}.{base64url(24 random bytes | ciphertext | tag)}`, AES-256-GCM. A purpose's key is HKDF-SHA-256 of the
 * master key. Each message has its own key: the first half of the random bytes goes through HMAC under the purpose's
 * key, the second half is GCM's nonce. A random 96-bit nonce alone would allow 2^32 messages a key (NIST SP 800-38D
 * section 8.3), which a busy server reaches within weeks.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Keyring, MasterKey } from './keyring.ts';

/** A sealed value is forged, cut, of another purpose or context, or of a master key that is not in the keyring. */
export class SealBroken extends Error {
  constructor(options?: ErrorOptions) {
    super('A sealed value does not open.', options);
    this.name = 'SealBroken';
  }
}

export interface SealingBox {
  seal(purpose: string, plaintext: string | Uint8Array, context: string): string;
  open(purpose: string, sealed: string, context: string): Uint8Array;
  mac(purpose: string, data: string): Uint8Array;
  readonly currentKeyId: string;
  keyIdOf(sealed: string): string;
}

const VERSION = 'v1';
const SALT_BYTES = 12;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = SALT_BYTES + NONCE_BYTES;

export function createSealer(keyring: Keyring): SealingBox {
  const keys = new Map<string, KeyObject>();
  const derived = (name: string, root: Buffer, info: string): KeyObject => {
    const known = keys.get(name);
    if (known) return known;
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), info, 32)));
    keys.set(name, key);
    return key;
  };
  const sealingKey = ({ id, key }: MasterKey, purpose: string): KeyObject =>
    derived(`${id} ${purpose}`, key, `poolhouse seal ${purpose}`);

  return {
    seal(purpose, plaintext, context) {
      const master = keyring.current;
      const head = randomBytes(HEAD_BYTES);
      const cipher = createCipheriv('aes-256-gcm', messageKey(sealingKey(master, purpose), head), nonceOf(head));
      cipher.setAAD(additionalData(purpose, context));
      const body = Buffer.concat([head, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${master.id}.${body.toString('base64url')}`;
    },
    open(purpose, sealed, context) {
      const { keyId, body } = split(sealed);
      const master = keyring.find(keyId);
      if (!master) throw new SealBroken();
      return decrypt(sealingKey(master, purpose), body, additionalData(purpose, context));
    },
    mac(purpose, data) {
      const key = derived(`mac ${purpose}`, keyring.macRoot, `poolhouse mac ${purpose}`);
      return createHmac('sha256', key).update(data).digest();
    },
    get currentKeyId() {
      return keyring.current.id;
    },
    keyIdOf: (sealed) => split(sealed).keyId,
  };
}

const nonceOf = (head: Buffer): Buffer => head.subarray(SALT_BYTES, HEAD_BYTES);

/** A key object: Node takes eight times as long to start a cipher from bytes. */
const messageKey = (purposeKey: KeyObject, head: Buffer): KeyObject =>
  createSecretKey(createHmac('sha256', purposeKey).update(head.subarray(0, SALT_BYTES)).digest());

/** No purpose contains a zero byte, so purpose and context cannot run into each other. */
const additionalData = (purpose: string, context: string): Buffer => Buffer.from(`${purpose}\0${context}`, 'utf8');

function split(sealed: string): { keyId: string; body: Buffer } {
  const [version, keyId, text, ...rest] = sealed.split('.');
  if (version !== VERSION || !keyId || !text || rest.length > 0) throw new SealBroken();
  const body = Buffer.from(text, 'base64url');
  // Base64 has several spellings of the same bytes; only ours is accepted, so that a seal is also a unique text.
  if (body.length < HEAD_BYTES + TAG_BYTES || body.toString('base64url') !== text) throw new SealBroken();
  return { keyId, body };
}

function decrypt(purposeKey: KeyObject, body: Buffer, additional: Buffer): Buffer {
  const head = body.subarray(0, HEAD_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', messageKey(purposeKey, head), nonceOf(head));
  decipher.setAAD(additional);
  decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body.subarray(HEAD_BYTES, body.length - TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new SealBroken({ cause: error });
  }
}
