/**
 * CustomEmailSender and CustomSMSSender: the pool's own code delivers a message. The call waits in the outbox, sealed,
 * like any other message, so that a function that is down loses none.
 */
import type { Core } from '../core.ts';
import type { MessageContent, MessageKind, SenderCall } from '../messages/message.ts';
import { senderKeyArn, versionedTriggerArn } from './config.ts';
import { MESSAGE_SOURCES } from './custom-message.ts';
import { type TriggerCaller, triggerEvent } from './event.ts';
import { encryptForSender } from './sender-code.ts';

const SENDERS = {
  EMAIL: { trigger: 'CustomEmailSender', type: 'customEmailSenderRequestV1' },
  SMS: { trigger: 'CustomSMSSender', type: 'customSMSSenderRequestV1' },
} as const;

type Channel = keyof typeof SENDERS;

/** Undefined: the pool leaves this channel to the server. */
export const senderCall = (
  caller: TriggerCaller,
  channel: Channel,
  kind: MessageKind,
  userName: string,
  userAttributes: Readonly<Record<string, string>>,
): SenderCall | undefined => {
  const { trigger, type } = SENDERS[channel];
  const arn = versionedTriggerArn(caller.pool, trigger);
  if (!arn) return undefined;
  const event = triggerEvent(caller, {
    source: `${trigger}_${MESSAGE_SOURCES[kind]}`,
    userName,
    // The code joins at delivery, encrypted.
    request: { type, code: null, clientMetadata: caller.clientMetadata ?? null, userAttributes },
    response: {},
  });
  return { trigger, arn, keyArn: senderKeyArn(caller.pool), event };
};

/** Cognito calls senders without waiting for them: their limit is the function's own, not the five seconds. */
const TIMEOUT_MS = 30_000;

/** One try; its answer is of no interest. Rejects with `FunctionFailed`, or what the key says. */
export const callSender = async (
  core: Pick<Core, 'functions' | 'senderKeys'>,
  { trigger, arn, keyArn, event }: SenderCall,
  secret: MessageContent['code'],
): Promise<void> => {
  const context = { 'userpool-id': event.userPoolId };
  const code = secret === undefined ? null : await encryptForSender(core, keyArn, secret, context);
  const whole = { ...event, request: { ...event.request, code } };
  await core.functions.invoke({ arn, event: whole, timeoutMs: TIMEOUT_MS, trigger });
};
