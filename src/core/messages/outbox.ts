/** Puts messages on their way. Delivery itself is an adapter's; in `dev` messages stay in the mailbox instead. */

import type { Outbox } from '../core.ts';
import type { Clock, Random, Sealer, Store, Write } from '../ports.ts';
import type { OutgoingMessage } from './compose.ts';
import type { Message, MessageContent } from './message.ts';

export interface OutboxParts {
  readonly store: Pick<Store, 'messages'>;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
  readonly mode: 'mailbox' | 'deliver';
  /** Told after the commit of a message. */
  readonly onPost?: () => void;
}

export function createOutbox(parts: OutboxParts): Outbox {
  // As long as everything stays in the mailbox there is nothing to wake the delivery for.
  let delivers = false;
  return {
    post: (message) => {
      const state = stateOf(parts, message);
      delivers ||= state === 'pending';
      return post(parts, message, state);
    },
    wake: () => {
      if (delivers) parts.onPost?.();
    },
  };
}

/** A sender function is the pool's own: it is called in `dev` as well. */
const stateOf = ({ mode }: OutboxParts, { content }: OutgoingMessage): Message['state'] =>
  mode === 'mailbox' && !content.sender ? 'kept' : 'pending';

/** What the mailbox and the delivery read. Throws `SealBroken` when the row was tampered with. */
export function openContent(sealer: Sealer, message: Pick<Message, 'id' | 'sealedContent'>): MessageContent {
  return JSON.parse(
    Buffer.from(sealer.open('message', message.sealedContent, message.id)).toString(),
  ) as MessageContent;
}

function post(parts: OutboxParts, { content, ...envelope }: OutgoingMessage, state: Message['state']): Write {
  const now = parts.clock.now();
  const id = messageId(parts.random, now);
  return parts.store.messages.insert({
    ...envelope,
    id,
    sealedContent: parts.sealer.seal('message', JSON.stringify(content), id),
    state,
    attempts: 0,
    createdAt: now,
    nextAttemptAt: now,
    version: 1,
  });
}

/** Sorts by time; the rest cannot be guessed. */
const messageId = (random: Random, now: number): string =>
  `${now.toString(16).padStart(12, '0')}-${Buffer.from(random.bytes(16)).toString('hex')}`;
