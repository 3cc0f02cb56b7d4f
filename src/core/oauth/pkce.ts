/** Proof Key for Code Exchange (RFC 7636), with S256 alone: a challenge in the clear proves nothing to who reads it. */
import { createHash } from 'node:crypto';
import { constantTimeEqual } from '../../crypto/compare.ts';

/** Section 4.2: base64url of a SHA-256 hash. */
export const isCodeChallenge = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** Section 4.1. */
const VERIFIER = /^[\w.~-]{43,128}$/;

/**
 * A code that was issued with a challenge goes with its verifier alone; one that was issued without goes without: else
 * whoever strips the challenge from a request, or injects a code of their own, would not be noticed (RFC 9700 section
 * 2.1.1).
 */
export const answersChallenge = (challenge: string | undefined, verifier: string | undefined): boolean => {
  if (challenge === undefined || verifier === undefined) return challenge === verifier;
  return VERIFIER.test(verifier) && constantTimeEqual(challenge, codeChallenge(verifier));
};

const codeChallenge = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
