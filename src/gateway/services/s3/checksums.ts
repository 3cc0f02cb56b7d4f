/**
 * The checksums that S3 knows, computed while a body passes.
 * Source: S3 user guide, "Checking object integrity"; RFC 3720, appendix B.4 (CRC-32C); NVM Express NVM command set
 * specification, section 5.2.1.3.4 (CRC-64/NVME).
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export type ChecksumName =
  | 'x-amz-checksum-crc32'
  | 'x-amz-checksum-crc32c'
  | 'x-amz-checksum-crc64nvme'
  | 'x-amz-checksum-sha1'
  | 'x-amz-checksum-sha256';

/** In base64. */
export const CHECKSUM_LENGTHS: Readonly<Record<ChecksumName, number>> = {
  'x-amz-checksum-crc32': 8,
  'x-amz-checksum-crc32c': 8,
  'x-amz-checksum-crc64nvme': 12,
  'x-amz-checksum-sha1': 28,
  'x-amz-checksum-sha256': 44,
};

export const isChecksumName = (name: string): name is ChecksumName => Object.hasOwn(CHECKSUM_LENGTHS, name);

export interface Checksum {
  update(bytes: Uint8Array): void;
  /** Base64. */
  value(): string;
}

export const checksumOf = (name: ChecksumName): Checksum => {
  switch (name) {
    case 'x-amz-checksum-crc32':
      return numbered(4, (bytes, before) => BigInt(crc32(bytes, Number(before))));
    case 'x-amz-checksum-crc32c':
      return numbered(4, crc32c);
    case 'x-amz-checksum-crc64nvme':
      return numbered(8, crc64);
    case 'x-amz-checksum-sha1':
      return hashed('sha1');
    case 'x-amz-checksum-sha256':
      return hashed('sha256');
  }
};

const hashed = (algorithm: string): Checksum => {
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), value: () => hash.digest('base64') };
};

const numbered = (size: number, step: (bytes: Uint8Array, before: bigint) => bigint): Checksum => {
  let current = 0n;
  return {
    update: (bytes) => {
      current = step(bytes, current);
    },
    value: () => Buffer.from(current.toString(16).padStart(size * 2, '0'), 'hex').toString('base64'),
  };
};

/** Reflected; halves of 32 bits, since bit operations have no more. */
interface Table {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

const tableOf = (polynomial: bigint): Table => {
  const table: Table = { low: new Uint32Array(256), high: new Uint32Array(256) };
  for (let byte = 0; byte < 256; byte++) {
    let entry = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) entry = entry & 1n ? (entry >> 1n) ^ polynomial : entry >> 1n;
    table.low[byte] = Number(entry & 0xffff_ffffn);
    table.high[byte] = Number(entry >> 32n);
  }
  return table;
};

let castagnoli: Table | undefined;
let nvme: Table | undefined;

const crc32c = (bytes: Uint8Array, before: bigint): bigint => {
  castagnoli ??= tableOf(0x82f6_3b78n);
  const { low: table } = castagnoli;
  let low = ~Number(before) >>> 0;
  for (const byte of bytes) low = ((table[(low ^ byte) & 0xff] as number) ^ (low >>> 8)) >>> 0;
  return BigInt(~low >>> 0);
};

const crc64 = (bytes: Uint8Array, before: bigint): bigint => {
  nvme ??= tableOf(0x9a6c_9329_ac4b_c9b5n);
  let low = ~Number(before & 0xffff_ffffn) >>> 0;
  let high = ~Number(before >> 32n) >>> 0;
  for (const byte of bytes) {
    const at = (low ^ byte) & 0xff;
    low = (((low >>> 8) | (high << 24)) ^ (nvme.low[at] as number)) >>> 0;
    high = ((high >>> 8) ^ (nvme.high[at] as number)) >>> 0;
  }
  return (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0);
};
