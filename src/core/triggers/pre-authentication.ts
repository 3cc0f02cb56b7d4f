/** PreAuthentication: may refuse a sign-in before anything is proved. */

import { triggerArn } from './config.ts';
import { invokeTrigger, type TriggerCore } from './invoke.ts';
import { type HiddenSubject, subjectAttributes, subjectFlag, type TriggerDoor } from './subject.ts';

/** Throws as `invokeTrigger`. */
export const preAuthentication = async (
  core: TriggerCore,
  door: TriggerDoor,
  subject: HiddenSubject,
): Promise<void> => {
  const arn = triggerArn(door.pool, 'PreAuthentication');
  if (!arn) return;
  await invokeTrigger(core, door, {
    trigger: 'PreAuthentication',
    arn,
    source: 'PreAuthentication_Authentication',
    userName: subject.username,
    request: {
      userAttributes: subjectAttributes(subject),
      validationData: door.validationData ?? null,
      ...subjectFlag(door, subject),
    },
    response: {},
  });
};
