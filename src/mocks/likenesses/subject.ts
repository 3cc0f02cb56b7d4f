/** Ids that look like a provider's, the same for the same person. */
import { createHash } from 'node:crypto';

const digest = (provider: string, seed: string): Buffer => createHash('sha256').update(`${provider} ${seed}`).digest();

export const digits = (provider: string, seed: string, length: number): string =>
  `1${BigInt(`0x${digest(provider, seed).toString('hex')}`)}`.slice(0, length);

export const hex = (provider: string, seed: string, length: number): string =>
  digest(provider, seed).toString('hex').slice(0, length);
