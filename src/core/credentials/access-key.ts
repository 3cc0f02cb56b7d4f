/**
 * Access keys, long-term and temporary ones, in AWS's form. Since 2019 a key's id says whose account it is of: 40 bits
 * after the first one of those that its letters stand for. Of the rest some are a mark by which this deployment knows
 * the ids that it has given out, deleted ones too.
 */
import type { Core } from '../core.ts';

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SECRET_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** What the first letters say: `AKIA` keys last until they are deleted, `ASIA` keys come with a session token. */
export type KeyKind = 'AKIA' | 'ASIA';

export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const newKeyPair = (core: Pick<Core, 'random' | 'sealer'>, kind: KeyKind, account: string): KeyPair => {
  const chance = BigInt(`0x${Buffer.from(core.random.bytes(3)).toString('hex')}`);
  const body = FIRST | (BigInt(account) << BELOW_ACCOUNT) | (chance << MARK_BITS);
  return {
    accessKeyId: `${kind}${lettersOf(body | markOf(core, body))}`,
    secretAccessKey: core.random.string(40, SECRET_ALPHABET),
  };
};

export const isTemporary = (accessKeyId: string): boolean => accessKeyId.startsWith('ASIA');

const LETTERS = 16;
const BITS_PER_LETTER = 5n;
/** Of the 80 bits the first is set, 40 are the account's number, 24 are random, 15 the mark. */
const FIRST = 1n << 79n;
const BELOW_ACCOUNT = 39n;
const MARK_BITS = 15n;
const MARK = (1n << MARK_BITS) - 1n;

const markOf = ({ sealer }: Pick<Core, 'sealer'>, body: bigint): bigint =>
  BigInt(`0x${Buffer.from(sealer.mac('access-key', `id ${body >> MARK_BITS}`).subarray(0, 2)).toString('hex')}`) & MARK;

const lettersOf = (bits: bigint): string =>
  Array.from({ length: LETTERS }, (_, at) => {
    const letter = (bits >> (BITS_PER_LETTER * BigInt(LETTERS - 1 - at))) & 31n;
    return ID_ALPHABET[Number(letter)];
  }).join('');

const bitsOf = (accessKeyId: string): bigint | undefined => {
  const letters = /^A[KS]IA([A-Z2-7]{16})$/.exec(accessKeyId)?.[1];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => (sum << BITS_PER_LETTER) | BigInt(ID_ALPHABET.indexOf(letter)), 0n);
};

/** The account that an access key's id says; undefined for ids of another form. */
export const accountInKeyId = (accessKeyId: string): string | undefined => {
  const bits = bitsOf(accessKeyId) ?? 0n;
  const number = ((bits & ~FIRST) >> BELOW_ACCOUNT).toString();
  return bits < FIRST || number.length > 12 ? undefined : number.padStart(12, '0');
};

/** Whether the id was given out here. Of ids of elsewhere, one in 32,768 looks like it. */
export const isOwnKeyId = (core: Pick<Core, 'sealer'>, accessKeyId: string): boolean => {
  const bits = bitsOf(accessKeyId) ?? 0n;
  return bits >= FIRST && (bits & MARK) === markOf(core, bits);
};
