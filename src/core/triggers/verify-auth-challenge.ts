/** VerifyAuthChallengeResponse: judges the answer to a custom challenge. */
import { flag } from './answer.ts';
import { triggerArn } from './config.ts';
import { metadataOf } from './event.ts';
import { invokeTrigger, type TriggerCore } from './invoke.ts';
import { missingTrigger } from './missing.ts';
import { type HiddenSubject, subjectAttributes, subjectFlag, type TriggerDoor } from './subject.ts';

/** Throws as `invokeTrigger`, and InvalidParameterException when the pool has no such trigger. */
export const verifyAuthChallenge = async (
  core: TriggerCore,
  door: TriggerDoor,
  subject: HiddenSubject,
  privateChallengeParameters: Readonly<Record<string, string>>,
  challengeAnswer: string,
): Promise<boolean> => {
  const arn = triggerArn(door.pool, 'VerifyAuthChallengeResponse');
  if (!arn) throw missingTrigger();
  const response = await invokeTrigger(core, door, {
    trigger: 'VerifyAuthChallengeResponse',
    arn,
    source: 'VerifyAuthChallengeResponse_Authentication',
    userName: subject.username,
    request: {
      userAttributes: subjectAttributes(subject),
      privateChallengeParameters,
      challengeAnswer,
      ...subjectFlag(door, subject),
      ...metadataOf(door),
    },
    response: { answerCorrect: null },
  });
  return flag(response, 'answerCorrect');
};
