/** PostAuthentication: hears of sign-ins that have proved everything; its failure withholds the tokens. */
import type { User } from '../users/user.ts';
import { triggerArn } from './config.ts';
import { eventAttributes, metadataOf, type TriggerCaller } from './event.ts';
import { invokeTrigger, type TriggerCore } from './invoke.ts';

/** `newDeviceUsed`: true only in pools that remember devices. Throws as `invokeTrigger`. */
export const postAuthentication = async (
  core: TriggerCore,
  caller: TriggerCaller,
  user: User,
  newDeviceUsed: boolean,
): Promise<void> => {
  const arn = triggerArn(caller.pool, 'PostAuthentication');
  if (!arn) return;
  await invokeTrigger(core, caller, {
    trigger: 'PostAuthentication',
    arn,
    source: 'PostAuthentication_Authentication',
    userName: user.username,
    request: { userAttributes: eventAttributes(user), newDeviceUsed, ...metadataOf(caller) },
    response: {},
  });
};
