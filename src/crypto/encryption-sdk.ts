/**
 * Messages in the AWS Encryption SDK's format, written only: version 2, algorithm suite 0x0478 (AES-256-GCM with
 * HKDF-SHA-512 and key commitment, no signature), one final frame. Every release of the SDK since 1.7 opens them under
 * any commitment policy.
 * Source: AWS Encryption SDK developer guide, "Message format reference" and "Algorithms reference".
 */
import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';

export interface EncryptedDataKey {
  /** `aws-kms`. */
  readonly providerId: string;
  /** The ARN of the key that encrypted the data key. */
  readonly providerInfo: string;
  readonly ciphertext: Uint8Array;
}

export interface SdkMessage {
  /** 32 bytes, used for this message alone. */
  readonly dataKey: Uint8Array;
  readonly encryptedDataKey: EncryptedDataKey;
  readonly context: Readonly<Record<string, string>>;
  readonly plaintext: Uint8Array;
}

const VERSION = 2;
const SUITE = 0x0478;
const FRAMED = 2;
const FRAME_BYTES = 4096;
const MESSAGE_ID_BYTES = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const FINAL_FRAME = 0xffff_ffff;
const FIRST = 1;

export const encryptSdkMessage = ({ dataKey, encryptedDataKey, context, plaintext }: SdkMessage): Buffer => {
  if (plaintext.length > FRAME_BYTES) throw new RangeError('longer than the one frame that is written');
  const messageId = randomBytes(MESSAGE_ID_BYTES);
  const derive = (info: Buffer): Buffer => Buffer.from(hkdfSync('sha512', dataKey, messageId, info, KEY_BYTES));
  const key = derive(Buffer.concat([uint16(SUITE), Buffer.from('DERIVEKEY')]));
  const commitment = derive(Buffer.from('COMMITKEY'));
  const header = Buffer.concat([
    Buffer.from([VERSION]),
    uint16(SUITE),
    messageId,
    sized(contextBytes(context)),
    uint16(1),
    edkBytes(encryptedDataKey),
    Buffer.from([FRAMED]),
    uint32(FRAME_BYTES),
    commitment,
  ]);
  const headerTag = seal(key, Buffer.alloc(NONCE_BYTES), header, Buffer.alloc(0)).tag;
  return Buffer.concat([header, headerTag, finalFrame(key, messageId, plaintext)]);
};

const finalFrame = (key: Buffer, messageId: Buffer, plaintext: Uint8Array): Buffer => {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(FIRST, NONCE_BYTES - 4);
  const additional = Buffer.concat([
    messageId,
    Buffer.from('AWSKMSEncryptionClient Final Frame'),
    uint32(FIRST),
    uint64(plaintext.length),
  ]);
  const { ciphertext, tag } = seal(key, nonce, additional, plaintext);
  return Buffer.concat([uint32(FINAL_FRAME), uint32(FIRST), nonce, uint32(ciphertext.length), ciphertext, tag]);
};

const seal = (key: Buffer, nonce: Buffer, additional: Buffer, plaintext: Uint8Array) => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(additional);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { ciphertext, tag: cipher.getAuthTag() };
};

/** Pairs in the order of their keys' bytes; nothing at all without pairs. */
export const contextBytes = (context: Readonly<Record<string, string>>): Buffer => {
  const pairs = Object.entries(context)
    .map(([key, value]) => [Buffer.from(key), Buffer.from(value)] as const)
    .sort(([one], [other]) => Buffer.compare(one, other));
  if (pairs.length === 0) return Buffer.alloc(0);
  return Buffer.concat([uint16(pairs.length), ...pairs.flat().map(sized)]);
};

const edkBytes = ({ providerId, providerInfo, ciphertext }: EncryptedDataKey): Buffer =>
  Buffer.concat([sized(Buffer.from(providerId)), sized(Buffer.from(providerInfo)), sized(ciphertext)]);

const sized = (bytes: Uint8Array): Buffer => Buffer.concat([uint16(bytes.length), bytes]);

const uint16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
};

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const uint64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};
