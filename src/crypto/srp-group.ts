/**
 * The group of Cognito's SRP: 3072 bits, RFC 3526 section 4 (group 15), g = 2; and how Cognito turns numbers into
 * bytes before it hashes them.
 */
import { createHash, getDiffieHellman } from 'node:crypto';

export const GROUP_NAME = 'modp15';
export const GROUP_BYTES = 384;

export const toNumber = (bytes: Uint8Array): bigint => (bytes.length === 0 ? 0n : BigInt(`0x${hex(bytes)}`));

const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');

/** Big-endian, left-padded to `size` bytes. */
export const toBytes = (value: bigint, size = GROUP_BYTES): Buffer =>
  Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex');

/**
 * The shortest two's complement of a positive number, as Java's BigInteger.toByteArray gives it: no leading zero bytes,
 * but one where the first bit is set. Cognito hashes numbers in this form, and so do its clients (`padHex`).
 */
export function signedBytes(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const digits = bytes.subarray(start);
  return (digits[0] ?? 0x80) >= 0x80 ? Buffer.concat([Buffer.alloc(1), digits]) : Buffer.from(digits);
}

export const sha256 = (...parts: readonly (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export const N = toNumber(getDiffieHellman(GROUP_NAME).getPrime());
export const G = 2n;
/** k = H(N | g): the multiplier of SRP-6a. */
export const K = toNumber(sha256(signedBytes(toBytes(N)), signedBytes(Buffer.of(Number(G)))));
