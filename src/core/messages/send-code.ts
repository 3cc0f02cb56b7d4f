/** Code, message and their writes in one: what every flow that sends a code puts into its commit. */

import type { CodePurpose } from '../codes/code.ts';
import { type IssuedCode, issueCode, makeCode } from '../codes/issue.ts';
import { CODE_VALIDITY } from '../codes/limits.ts';
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import type { Write } from '../ports.ts';
import type { Metadata, TriggerCaller } from '../triggers/event.ts';
import type { User } from '../users/user.ts';
import type { CodeDelivery } from './delivery.ts';
import type { MessageKind } from './message.ts';
import { prepareMessages } from './prepare.ts';
import { composeMessage } from './templates.ts';

/** What sending a code touches. */
export type SendingCore = Pick<Core, 'store' | 'clock' | 'random' | 'sealer' | 'outbox' | 'settings' | 'functions'>;

export interface CodeToSend {
  readonly purpose: CodePurpose;
  readonly kind: MessageKind;
  readonly delivery: CodeDelivery;
  /** The app client that asked; for links, and for the events of functions. */
  readonly clientId?: string | undefined;
  /** ClientMetadata of the request, for the functions that word or send the message. */
  readonly clientMetadata?: Metadata | undefined;
  /** From now, in milliseconds; by purpose unless given. */
  readonly validityMs?: number;
  /** To nobody: a message is made and thrown away, and the pool's functions hear nothing of it. */
  readonly pretended?: boolean;
}

/**
 * The writes that store a new code and post its message. Call `core.outbox.wake()` after their commit.
 * @throws LimitExceededException when too many were sent lately, and what CustomMessage throws
 */
export async function sendCode(core: SendingCore, pool: Pool, user: User, what: CodeToSend): Promise<Write[]> {
  const { purpose, delivery } = what;
  const issued = await issueCode(core, pool, user, purpose, delivery.to, validityOf(what));
  return posted(core, pool, user, what, issued);
}

/** For a user who does not exist before the caller's commit: nothing to count yet, so one commit is enough. */
export async function sendFirstCode(core: SendingCore, pool: Pool, user: User, what: CodeToSend): Promise<Write[]> {
  const { purpose, delivery } = what;
  return posted(core, pool, user, what, makeCode(core, pool, user, purpose, delivery.to, validityOf(what)));
}

async function posted(
  core: SendingCore,
  pool: Pool,
  user: User,
  what: CodeToSend,
  { code, write }: IssuedCode,
): Promise<Write[]> {
  const { kind, clientId } = what;
  const { medium: channel, to } = what.delivery;
  const secret = { code, clientId };
  if (what.pretended) {
    return [write, core.outbox.post(composeMessage(core, pool, user, kind, channel, to, secret))];
  }
  const messages = await prepareMessages(core, callerOf(pool, what), { user }, kind, [{ channel, to }], secret);
  return [write, ...messages.map((message) => core.outbox.post(message))];
}

const callerOf = (pool: Pool, { clientId, clientMetadata }: CodeToSend): TriggerCaller => ({
  pool,
  ...(clientId !== undefined && { client: { id: clientId } }),
  clientMetadata,
});

function validityOf({ purpose, validityMs }: CodeToSend): number {
  if (validityMs !== undefined) return validityMs;
  if (purpose === 'sign-up') return CODE_VALIDITY.signUp;
  return purpose === 'forgot-password' ? CODE_VALIDITY.forgotPassword : CODE_VALIDITY.verifyAttribute;
}
