/** CustomMessage: the pool's own code words a message. */
import { invalidParameter } from '../errors.ts';
import type { MessageKind } from '../messages/message.ts';
import type { User } from '../users/user.ts';
import { type Answer, text } from './answer.ts';
import { triggerArn } from './config.ts';
import { metadataOf, type TriggerCaller } from './event.ts';
import { invokeTrigger, type TriggerCore } from './invoke.ts';

/** What stands for the code, the username and the link in the event, and in the text that comes back. */
export const CODE_PARAMETER = '{####}';
export const USERNAME_PARAMETER = '{username}';
export const LINK_PARAMETER = '{##Click Here##}';

/** The last part of the trigger source, of this trigger and of the sender triggers. */
export const MESSAGE_SOURCES: Readonly<Record<MessageKind, string>> = {
  'sign-up': 'SignUp',
  'resend-code': 'ResendCode',
  'forgot-password': 'ForgotPassword',
  'verify-attribute': 'VerifyUserAttribute',
  'update-attribute': 'UpdateUserAttribute',
  invitation: 'AdminCreateUser',
  authentication: 'Authentication',
};

/** Undefined members: the pool's template stands. */
export interface CustomText {
  readonly smsMessage?: string | undefined;
  readonly emailMessage?: string | undefined;
  readonly emailSubject?: string | undefined;
}

/** Neutral without such a trigger. `attributes`: as in the event. Throws as `invokeTrigger`. */
export const customMessage = async (
  core: TriggerCore,
  caller: TriggerCaller,
  kind: MessageKind,
  { username: userName }: Pick<User, 'username'>,
  attributes: Readonly<Record<string, string>>,
): Promise<CustomText> => {
  const arn = triggerArn(caller.pool, 'CustomMessage');
  if (!arn) return {};
  const response = await invokeTrigger(core, caller, {
    trigger: 'CustomMessage',
    arn,
    source: `CustomMessage_${MESSAGE_SOURCES[kind]}`,
    userName,
    request: {
      userAttributes: attributes,
      codeParameter: CODE_PARAMETER,
      linkParameter: LINK_PARAMETER,
      usernameParameter: kind === 'invitation' ? USERNAME_PARAMETER : null,
      ...metadataOf(caller),
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  });
  return read(response);
};

/** Lengths: developer guide, "Custom message Lambda trigger"; an empty text is none. */
const read = (response: Answer): CustomText => ({
  smsMessage: limited('smsMessage', text(response, 'smsMessage'), 140),
  emailMessage: limited('emailMessage', text(response, 'emailMessage'), 20_000),
  emailSubject: limited('emailSubject', text(response, 'emailSubject'), 140),
});

const limited = (name: string, value: string | undefined, length: number): string | undefined => {
  if (!value) return undefined;
  if (value.length <= length) return value;
  throw invalidParameter(
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must have length less than or equal to ${length}`,
  );
};
