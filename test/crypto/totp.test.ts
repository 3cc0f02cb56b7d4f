import { describe, expect, test } from 'vitest';
import { base32, TOTP_STEP_MS, totpStep } from '../../src/crypto/totp.ts';

const SEED = Buffer.from('12345678901234567890');

describe('totpStep', () => {
  // RFC 6238 appendix B, the last six of its eight digits.
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('knows the code at %d seconds', (seconds, code) => {
    expect(totpStep(SEED, code, seconds * 1000, 0)).toBe(Math.floor(seconds / 30));
  });

  test('says which step it was, within the skew alone', () => {
    const now = 59_000;
    for (const away of [-1, 0, 1]) expect(totpStep(SEED, '287082', now + away * TOTP_STEP_MS, 1)).toBe(1);
    for (const away of [-2, 2]) expect(totpStep(SEED, '287082', now + away * TOTP_STEP_MS, 1)).toBe(undefined);
  });

  test.each(['', '28708', '2870820', 'abcdef', ' 87082', '28708２', '😀😀😀'])('refuses %j', (code) => {
    expect(totpStep(SEED, code, 59_000, 1)).toBe(undefined);
  });
});

test('base32 is that of RFC 4648, without padding', () => {
  expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
  expect(base32(Buffer.from('fooba'))).toBe('MZXW6YTB');
});
