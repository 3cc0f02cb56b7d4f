/** Makes codes. What is returned goes into the caller's commit together with the message that carries the code. */
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import type { Write } from '../ports.ts';
import type { CodePurpose } from './code.ts';
import { hashCode, randomCode } from './digits.ts';
import { countSend } from './sends.ts';

export interface IssuedCode {
  readonly code: string;
  readonly write: Write;
}

type Owner = { readonly sub: string };

/**
 * A new code in the place of any earlier one of that purpose, after its sending was counted.
 * `destination` is the attribute value that it goes to; `validityMs` see `CODE_VALIDITY`.
 * @throws LimitExceededException when too many were sent lately
 */
export async function issueCode(
  core: Pick<Core, 'store' | 'clock' | 'random' | 'sealer'>,
  pool: Pool,
  user: Owner,
  purpose: CodePurpose,
  destination: string,
  validityMs: number,
): Promise<IssuedCode> {
  await countSend(core, pool.id, user.sub, purpose);
  return makeCode(core, pool, user, purpose, destination, validityMs);
}

/** Without counting: for the first code of a user who does not exist before the caller's commit. */
export function makeCode(
  core: Pick<Core, 'store' | 'clock' | 'random' | 'sealer'>,
  pool: Pool,
  user: Owner,
  purpose: CodePurpose,
  destination: string,
  validityMs: number,
): IssuedCode {
  const code = randomCode(core);
  const owner = { poolId: pool.id, sub: user.sub, purpose };
  const now = core.clock.now();
  const write = core.store.codes.put({
    ...owner,
    hash: hashCode(core, owner, code),
    destination,
    attempts: 0,
    createdAt: now,
    expiresAt: now + validityMs,
    version: 1,
  });
  return { code, write };
}
