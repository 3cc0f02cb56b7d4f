/** How a code looks and how it is kept: six unbiased digits, and a keyed hash bound to its owner and purpose. */
import { constantTimeEqual } from '../../crypto/compare.ts';
import type { Core } from '../core.ts';
import type { Code, CodePurpose } from './code.ts';

export const CODE_DIGITS = 6;

export const randomCode = (core: Pick<Core, 'random'>): string => core.random.string(CODE_DIGITS, '0123456789');

export interface CodeOwner {
  readonly poolId: string;
  readonly sub: string;
  readonly purpose: CodePurpose;
}

/** Bound to pool, user and purpose, so that a row copied to another place fits no code. */
export function hashCode(core: Pick<Core, 'sealer'>, owner: CodeOwner, code: string): string {
  const bound = JSON.stringify([owner.poolId, owner.sub, owner.purpose, code]);
  return Buffer.from(core.sealer.mac('code', bound)).toString('base64url');
}

export const codeMatches = (core: Pick<Core, 'sealer'>, stored: Code, code: string): boolean =>
  constantTimeEqual(stored.hash, hashCode(core, stored, code));
