/**
 * Delivery of the outbox: claims due messages by lease, hands them to a transport, deletes them. At least once: a node
 * that dies in between leaves a lease that runs out. Any number of nodes may run it at a time.
 */

import type { Message, MessageContent, SenderCall } from '../core/messages/message.ts';
import { openContent } from '../core/messages/outbox.ts';
import { type Clock, GuardFailed, type Log, type Random, SealBroken, type Sealer, type Store } from '../core/ports.ts';
import type { Metrics } from '../metrics.ts';
import { type Transports, Undeliverable } from './transport.ts';

export interface DeliveryParts {
  readonly store: Pick<Store, 'messages' | 'commit'>;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly transports: Transports;
  /** For messages that a pool's own function sends. */
  readonly bySender?: (sender: SenderCall, secret: string | undefined) => Promise<void>;
  /** What was sent stays in the mailbox. */
  readonly keepSent?: boolean;
  readonly metrics?: Pick<Metrics, 'delivery'>;
  readonly concurrency?: number;
}

export interface Delivery {
  start(): void;
  /** There is something new: looks at once rather than in a moment. */
  wake(): void;
  /** Messages that are due, counted up to a thousand: for the metrics. */
  backlog(): Promise<number>;
  /** Takes up nothing more and waits for what is under way. */
  stop(): Promise<void>;
}

/** Longer than any transport takes before it gives up. */
const LEASE_MS = 90_000;
const LOOK_EVERY_MS = 2_000;
const MAX_ATTEMPTS = 10;
/** Codes are long expired by then. */
const MAX_AGE_MS = 24 * 3_600_000;
const NO_TRANSPORT_MS = 5 * 60_000;

export const createDelivery = (parts: DeliveryParts): Delivery => {
  const { concurrency = 8, log } = parts;
  const underWay = new Set<Promise<void>>();
  let running = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  const take = (message: Message): void => {
    const task = deliver(parts, message)
      .catch((error: unknown) => log.error({ err: error, messageId: message.id }, 'delivery not recorded'))
      .finally(() => {
        underWay.delete(task);
        // A full house may have left messages behind.
        if (underWay.size === concurrency - 1) wake();
      });
    underWay.add(task);
  };

  const lookOnce = async (): Promise<void> => {
    const free = concurrency - underWay.size;
    if (free <= 0) return;
    const due = await parts.store.messages.due(parts.clock.now(), free);
    for (const message of due) {
      if (!running) return;
      const claimed = await claim(parts, message);
      if (claimed) take(claimed);
    }
    again ||= due.length === free && underWay.size < concurrency;
  };

  const look = async (): Promise<void> => {
    do {
      again = false;
      await lookOnce().catch((error: unknown) => log.error({ err: error }, 'outbox not readable'));
    } while (running && again);
    looking = undefined;
    if (running) timer = setTimeout(wake, LOOK_EVERY_MS);
  };

  const wake = (): void => {
    if (!running) return;
    clearTimeout(timer);
    if (looking) again = true;
    else looking = look();
  };

  return {
    start: () => {
      running = true;
      wake();
    },
    wake,
    backlog: async () => (await parts.store.messages.due(parts.clock.now(), 1_000)).length,
    stop: async () => {
      running = false;
      clearTimeout(timer);
      await looking;
      await Promise.all(underWay);
      parts.transports.close();
    },
  };
};

/** Undefined: another node has it, or it has to wait. The attempt counts from here, so that one that kills us ends. */
const claim = async (parts: DeliveryParts, message: Message): Promise<Message | undefined> => {
  const now = parts.clock.now();
  const hasTransport = parts.transports[message.channel] !== undefined || hasSender(parts, message);
  const next = {
    ...message,
    attempts: message.attempts + (hasTransport ? 1 : 0),
    nextAttemptAt: now + (hasTransport ? LEASE_MS : NO_TRANSPORT_MS),
    state: now - message.createdAt > MAX_AGE_MS ? ('failed' as const) : message.state,
  };
  try {
    await parts.store.commit([parts.store.messages.update(next)]);
  } catch (error) {
    if (error instanceof GuardFailed) return undefined;
    throw error;
  }
  if (!hasTransport) parts.log.warn({ channel: message.channel }, 'a message waits: no transport is configured for it');
  return hasTransport && next.state === 'pending' ? { ...next, version: message.version + 1 } : undefined;
};

const hasSender = ({ sealer, bySender }: DeliveryParts, message: Message): boolean => {
  if (!bySender) return false;
  try {
    return openContent(sealer, message).sender !== undefined;
  } catch (error) {
    if (error instanceof SealBroken) return false;
    throw error;
  }
};

const deliver = async (parts: DeliveryParts, message: Message): Promise<void> => {
  try {
    await hand(parts, message);
  } catch (error) {
    await recordFailure(parts, message, error);
    return;
  }
  const { messages } = parts.store;
  const done = parts.keepSent ? messages.update({ ...message, state: 'kept' }) : messages.delete(message.id);
  await parts.store.commit([done]);
  parts.metrics?.delivery(message.channel, 'sent');
  parts.log.info({ messageId: message.id, channel: message.channel, kind: message.kind }, 'message delivered');
};

const hand = async (parts: DeliveryParts, message: Message): Promise<void> => {
  const { id, to, kind, username, poolId: userPoolId } = message;
  const content: MessageContent = openContent(parts.sealer, message);
  if (content.sender && parts.bySender) return parts.bySender(content.sender, content.code);
  await parts.transports[message.channel]?.({ id, to, kind, username, userPoolId, content });
};

/** The other side's words may quote the message, so only the kind of error is logged. */
const recordFailure = async (parts: DeliveryParts, message: Message, error: unknown): Promise<void> => {
  const final = error instanceof Undeliverable || error instanceof SealBroken || message.attempts >= MAX_ATTEMPTS;
  const outcome = final ? 'failed' : 'retried';
  parts.metrics?.delivery(message.channel, outcome);
  const { id: messageId, channel, kind, attempts } = message;
  const why = describe(error);
  parts.log.warn(
    { messageId, channel, kind, attempts, why },
    final ? 'message given up' : 'delivery failed, will retry',
  );
  const nextAttemptAt = parts.clock.now() + backOff(attempts, parts.random);
  const state = final ? ('failed' as const) : message.state;
  await parts.store.commit([parts.store.messages.update({ ...message, state, nextAttemptAt })]).catch((failure) => {
    if (!(failure instanceof GuardFailed)) throw failure;
  });
};

/** 5 s, 10 s, 20 s … 15 min, each spread over its upper half so that nodes and messages do not come in step. */
const backOff = (attempts: number, random: Random): number => {
  const full = Math.min(15 * 60_000, 5_000 * 2 ** (attempts - 1));
  const [byte = 0] = random.bytes(1);
  return full * (0.5 + byte / 512);
};

const describe = (error: unknown): string => {
  const said = (error ?? {}) as { name?: string; code?: string; kind?: string; responseCode?: number };
  const { name, code, kind, responseCode } = said;
  const webhook =
    error instanceof Error && /^the SMS webhook answered \d+$/.test(error.message) ? error.message : undefined;
  return webhook ?? [name, code, kind, responseCode].filter((each) => each !== undefined).join(' ');
};
