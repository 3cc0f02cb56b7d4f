/** Access keys, long-term and temporary ones, in AWS's form. */
import type { Core } from '../core.ts';

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SECRET_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** What the first letters say: `AKIA` keys last until they are deleted, `ASIA` keys come with a session token. */
export type KeyKind = 'AKIA' | 'ASIA';

export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const newKeyPair = ({ random }: Pick<Core, 'random'>, kind: KeyKind): KeyPair => ({
  accessKeyId: `${kind}${random.string(16, ID_ALPHABET)}`,
  secretAccessKey: random.string(40, SECRET_ALPHABET),
});

export const isTemporary = (accessKeyId: string): boolean => accessKeyId.startsWith('ASIA');
