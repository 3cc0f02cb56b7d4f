/**
 * Access keys, long-term and temporary ones, in AWS's form. Since 2019 a key's id says whose account it is of: 40 bits
 * after the first one of those that its letters stand for.
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

export const newKeyPair = ({ random }: Pick<Core, 'random'>, kind: KeyKind, account: string): KeyPair => ({
  accessKeyId: `${kind}${lettersOf(account, random.bytes(5))}`,
  secretAccessKey: random.string(40, SECRET_ALPHABET),
});

export const isTemporary = (accessKeyId: string): boolean => accessKeyId.startsWith('ASIA');

const LETTERS = 16;
const BITS_PER_LETTER = 5n;
/** Of the 80 bits the first is set, 40 are the account's number, 39 are random. */
const FIRST = 1n << 79n;
const BELOW_ACCOUNT = 39n;

const lettersOf = (account: string, entropy: Uint8Array): string => {
  const chance = BigInt(`0x${Buffer.from(entropy).toString('hex')}`) & ((1n << BELOW_ACCOUNT) - 1n);
  const bits = FIRST | (BigInt(account) << BELOW_ACCOUNT) | chance;
  return Array.from({ length: LETTERS }, (_, at) => {
    const letter = (bits >> (BITS_PER_LETTER * BigInt(LETTERS - 1 - at))) & 31n;
    return ID_ALPHABET[Number(letter)];
  }).join('');
};

/** The account that an access key's id says; undefined for ids of another form. */
export const accountInKeyId = (accessKeyId: string): string | undefined => {
  const letters = /^A[KS]IA([A-Z2-7]{16})$/.exec(accessKeyId)?.[1];
  if (letters === undefined) return undefined;
  const bits = [...letters].reduce((sum, letter) => (sum << BITS_PER_LETTER) | BigInt(ID_ALPHABET.indexOf(letter)), 0n);
  const number = ((bits & ~FIRST) >> BELOW_ACCOUNT).toString();
  return bits < FIRST || number.length > 12 ? undefined : number.padStart(12, '0');
};
