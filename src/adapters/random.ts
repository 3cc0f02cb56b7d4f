import { randomBytes, randomUUID } from 'node:crypto';
import type { Random } from '../core/ports.ts';

/** Bytes at or above the largest multiple of the alphabet's size are thrown away: the rest is unbiased. */
const string = (count: number, alphabet: string): string => {
  const usable = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < count) {
    for (const byte of randomBytes(2 * (count - text.length))) {
      if (byte < usable && text.length < count) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
};

export const systemRandom: Random = {
  bytes: (size) => new Uint8Array(randomBytes(size)),
  uuid: () => randomUUID(),
  string,
};
