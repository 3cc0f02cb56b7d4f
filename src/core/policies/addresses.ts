/** IP addresses and CIDR blocks of both families, as the operators IpAddress and NotIpAddress compare them. */

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface Block extends Address {
  readonly prefix: number;
}

/** Undefined: no IP address. An IPv4 address in IPv6 clothes (`::ffff:192.0.2.1`) is an IPv4 address. */
const readAddress = (text: string): Address | undefined => {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1] ?? text;
  const bytes = bytesOf(plain);
  if (bytes !== undefined) return { bits: 32, value: ofParts(bytes, 8n) };
  const groups = plain.includes(':') ? groupsOf(plain) : undefined;
  return groups === undefined ? undefined : { bits: 128, value: ofParts(groups, 16n) };
};

const ofParts = (parts: readonly number[], width: bigint): bigint =>
  parts.reduce((value, part) => (value << width) | BigInt(part), 0n);

/** Four bytes, written in decimal without leading zeros. */
const bytesOf = (text: string): number[] | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte < 256) ? bytes : undefined;
};

/** Eight groups of sixteen bits. */
const groupsOf = (text: string): number[] | undefined => {
  const [left = '', right, ...more] = text.split('::');
  const head = hexGroups(left);
  const tail = right === undefined ? [] : hexGroups(right);
  if (more.length > 0 || head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
};

/** The last group may be an IPv4 address, which counts for two. */
const hexGroups = (text: string): number[] | undefined => {
  if (text === '') return [];
  const parts = text.split(':');
  const dotted = parts.at(-1)?.includes('.') ? bytesOf(parts.pop() ?? '') : [];
  if (dotted === undefined || !parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = dotted;
  const groups = parts.map((part) => Number.parseInt(part, 16));
  return dotted.length === 0 ? groups : [...groups, a * 256 + b, c * 256 + d];
};

/** An address without a prefix is a block of one. Undefined: neither. */
export const readBlock = (text: string): Block | undefined => {
  const [host = '', length, ...more] = text.split('/');
  const address = readAddress(host);
  if (address === undefined || more.length > 0) return undefined;
  if (length === undefined) return { ...address, prefix: address.bits };
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  return prefix <= address.bits ? { ...address, prefix } : undefined;
};

export const holdsAddress = (block: Block, text: string): boolean => {
  const address = readAddress(text);
  if (address === undefined || address.bits !== block.bits) return false;
  const rest = BigInt(block.bits - block.prefix);
  return address.value >> rest === block.value >> rest;
};
