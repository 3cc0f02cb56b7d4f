/** Code, message and their writes in one: what every flow that sends a code puts into its commit. */

import type { CodePurpose } from '../codes/code.ts';
import { type IssuedCode, issueCode, makeCode } from '../codes/issue.ts';
import { CODE_VALIDITY } from '../codes/limits.ts';
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import type { Write } from '../ports.ts';
import type { User } from '../users/user.ts';
import type { CodeDelivery } from './delivery.ts';
import type { MessageKind } from './message.ts';
import { composeMessage } from './templates.ts';

type Needs = Pick<Core, 'store' | 'clock' | 'random' | 'sealer' | 'outbox' | 'settings'>;

export interface CodeToSend {
  readonly purpose: CodePurpose;
  readonly kind: MessageKind;
  readonly delivery: CodeDelivery;
  /** The app client that asked; for links. */
  readonly clientId?: string;
}

/**
 * The writes that store a new code and post its message. Call `core.outbox.wake()` after their commit.
 * @throws LimitExceededException when too many were sent lately
 */
export async function sendCode(core: Needs, pool: Pool, user: User, what: CodeToSend): Promise<Write[]> {
  const { purpose, delivery } = what;
  const issued = await issueCode(core, pool, user, purpose, delivery.to, validityOf(purpose));
  return posted(core, pool, user, what, issued);
}

/** For a user who does not exist before the caller's commit: nothing to count yet, so one commit is enough. */
export function sendFirstCode(core: Needs, pool: Pool, user: User, what: CodeToSend): Write[] {
  const { purpose, delivery } = what;
  return posted(core, pool, user, what, makeCode(core, pool, user, purpose, delivery.to, validityOf(purpose)));
}

function posted(core: Needs, pool: Pool, user: User, what: CodeToSend, { code, write }: IssuedCode): Write[] {
  const { delivery, clientId } = what;
  const message = composeMessage(core, pool, user, what.kind, delivery.medium, delivery.to, { code, clientId });
  return [write, core.outbox.post(message)];
}

function validityOf(purpose: CodePurpose): number {
  if (purpose === 'sign-up') return CODE_VALIDITY.signUp;
  return purpose === 'forgot-password' ? CODE_VALIDITY.forgotPassword : CODE_VALIDITY.verifyAttribute;
}
