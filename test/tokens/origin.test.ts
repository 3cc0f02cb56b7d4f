import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../src/adapters/random.ts';
import { instantOf, isSignedOut, signInInstant, signOutInstant, tokenId } from '../../src/core/tokens/origin.ts';

const T = 1_700_000_000_000;

describe('sign-ins and sign-outs of a user', () => {
  it('keep their order within one millisecond', () => {
    const before = signInInstant({ tokensValidAfter: 0 }, T);
    const out = { tokensValidAfter: signOutInstant({ tokensValidAfter: 0 }, T) };
    const after = signInInstant(out, T);
    expect(isSignedOut(out, before)).toBe(true);
    expect(isSignedOut(out, after)).toBe(false);
    const again = { tokensValidAfter: signOutInstant(out, T) };
    expect(isSignedOut(again, after)).toBe(true);
    expect(isSignedOut(again, signInInstant(again, T))).toBe(false);
  });

  it('keep their order on nodes whose clocks are apart', () => {
    const out = { tokensValidAfter: signOutInstant({ tokensValidAfter: 0 }, T + 5_000) };
    expect(isSignedOut(out, signInInstant(out, T))).toBe(false);
    const again = { tokensValidAfter: signOutInstant(out, T) };
    expect(isSignedOut(again, signInInstant(out, T))).toBe(true);
  });
});

describe('a token id', () => {
  it('is a unique version 7 UUID that gives back its instant', () => {
    const ids = Array.from({ length: 200 }, (_, at) => tokenId(systemRandom, T + at));
    expect(new Set(ids).size).toBe(200);
    for (const [at, id] of ids.entries()) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(instantOf(id)).toBe(T + at);
    }
  });
});
