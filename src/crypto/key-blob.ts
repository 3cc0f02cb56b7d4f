/**
 * Ciphertexts of managed keys, as callers of the key service hold them: which key, then AES-256-GCM under a key of each
 * message's own, bound to the encryption context.
 *
 * `1 | length of the ARN (2) | ARN | 12 random bytes | 12-byte nonce | ciphertext | tag`
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const VERSION = 1;
const HEAD_BYTES = 3;
const SALT_BYTES = 12;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface KeyBlob {
  readonly keyArn: string;
  readonly head: Buffer;
  readonly body: Buffer;
}

export const encryptBlob = (keyArn: string, key: Uint8Array, plaintext: Uint8Array, context: Uint8Array): Buffer => {
  const name = Buffer.from(keyArn);
  const head = Buffer.concat([Buffer.from([VERSION, name.length >> 8, name.length & 0xff]), name]);
  const random = randomBytes(SALT_BYTES + NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', messageKey(key, random), random.subarray(SALT_BYTES));
  cipher.setAAD(Buffer.concat([head, context]));
  return Buffer.concat([head, random, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
};

/** Undefined when it is none. */
export const parseBlob = (blob: Uint8Array): KeyBlob | undefined => {
  const bytes = Buffer.from(blob);
  if (bytes.length < HEAD_BYTES || bytes[0] !== VERSION) return undefined;
  const end = HEAD_BYTES + bytes.readUInt16BE(1);
  if (bytes.length < end + SALT_BYTES + NONCE_BYTES + TAG_BYTES) return undefined;
  return {
    keyArn: bytes.subarray(HEAD_BYTES, end).toString(),
    head: bytes.subarray(0, end),
    body: bytes.subarray(end),
  };
};

/** Undefined when it was changed, or the context is another one. */
export const decryptBlob = ({ head, body }: KeyBlob, key: Uint8Array, context: Uint8Array): Buffer | undefined => {
  const random = body.subarray(0, SALT_BYTES + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', messageKey(key, random), random.subarray(SALT_BYTES));
  decipher.setAAD(Buffer.concat([head, context]));
  decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
  try {
    const text = body.subarray(random.length, body.length - TAG_BYTES);
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch {
    return undefined;
  }
};

const messageKey = (key: Uint8Array, random: Buffer): Buffer =>
  createHmac('sha256', key).update(random.subarray(0, SALT_BYTES)).digest();
