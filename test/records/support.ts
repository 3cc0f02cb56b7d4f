/** One of several at once wins; the others are refused in the same words. */
import { expect } from 'vitest';

export const onlyOne = async (attempts: readonly Promise<unknown>[], lost: { code: string; message: string }) => {
  const results = await Promise.allSettled(attempts);
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  expect(refused.map(({ name, message }) => ({ code: name, message }))).toEqual(Array(attempts.length - 1).fill(lost));
};

export const missing = (message: string) => ({ code: 'ResourceNotFoundException', message });

export const NOBODYS_POOL = 'us-east-1_nobodysss';
