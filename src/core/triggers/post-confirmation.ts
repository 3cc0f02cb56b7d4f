/** PostConfirmation: hears of accounts that were confirmed. It changes nothing; the account stays confirmed if it fails. */
import type { User } from '../users/user.ts';
import { triggerArn } from './config.ts';
import { eventAttributes, metadataOf, type TriggerCaller } from './event.ts';
import { invokeTrigger, type TriggerCore } from './invoke.ts';

export type PostConfirmationSource = 'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword';

/** To be called after the commit. Throws as `invokeTrigger`. */
export const postConfirmation = async (
  core: TriggerCore,
  caller: TriggerCaller,
  source: PostConfirmationSource,
  user: User,
): Promise<void> => {
  const arn = triggerArn(caller.pool, 'PostConfirmation');
  if (!arn) return;
  await invokeTrigger(core, caller, {
    trigger: 'PostConfirmation',
    arn,
    source,
    userName: user.username,
    request: { userAttributes: eventAttributes(user), ...metadataOf(caller) },
    response: {},
  });
};
