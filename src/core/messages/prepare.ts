/**
 * One occasion, one or two messages: worded by the pool's CustomMessage function or by its templates, and left to the
 * pool's own sender function where there is one. Functions are called here, before the commit that posts the messages.
 */
import type { Core } from '../core.ts';
import { customMessage } from '../triggers/custom-message.ts';
import { senderCall } from '../triggers/custom-sender.ts';
import { eventAttributes, type TriggerCaller } from '../triggers/event.ts';
import type { User } from '../users/user.ts';
import type { OutgoingMessage } from './compose.ts';
import type { MessageKind, SenderCall } from './message.ts';
import { composeMessage, type MessageSecret } from './templates.ts';

export interface Envelope {
  readonly channel: 'EMAIL' | 'SMS';
  readonly to: string;
}

export interface Addressee {
  readonly user: User;
  /** What `{username}` stands for; the username unless given. */
  readonly shownName?: string;
}

/** Throws what CustomMessage throws, and InvalidParameterException when its text lacks the code. */
export const prepareMessages = async (
  core: Pick<Core, 'settings' | 'functions'>,
  caller: TriggerCaller,
  who: Addressee,
  kind: MessageKind,
  envelopes: readonly Envelope[],
  secret: MessageSecret,
): Promise<OutgoingMessage[]> => {
  const { pool } = caller;
  const { user, shownName = user.username } = who;
  const attributes = { ...eventAttributes(user), ...addresses(envelopes) };
  const senders = envelopes.map(({ channel }) => senderCall(caller, channel, kind, user.username, attributes));
  const own = senders.includes(undefined) ? await customMessage(core, caller, kind, user, attributes) : {};
  return envelopes.map(({ channel, to }, at) => {
    const message = composeMessage(core, pool, { username: shownName }, kind, channel, to, secret, own);
    return sentBy(senders[at], { ...message, username: user.username });
  });
};

/** A new address is not the user's yet, but it is where the message goes: senders read it from the attributes. */
const addresses = (envelopes: readonly Envelope[]): Record<string, string> =>
  Object.fromEntries(envelopes.map(({ channel, to }) => [channel === 'EMAIL' ? 'email' : 'phone_number', to]));

const sentBy = (sender: SenderCall | undefined, message: OutgoingMessage): OutgoingMessage =>
  sender ? { ...message, content: { ...message.content, sender } } : message;
