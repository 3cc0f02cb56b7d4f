/** CreateAuthChallenge: makes a question, what the client is told of it, and what only the check of the answer sees. */
import { text, textMap } from './answer.ts';
import { triggerArn } from './config.ts';
import type { ChallengeResult } from './define-auth-challenge.ts';
import { metadataOf } from './event.ts';
import { invokeTrigger, type TriggerCore } from './invoke.ts';
import { missingTrigger } from './missing.ts';
import { type HiddenSubject, subjectAttributes, subjectFlag, type TriggerDoor } from './subject.ts';

export interface CreatedChallenge {
  readonly publicParameters: Readonly<Record<string, string>>;
  /** Never leaves the server but sealed. */
  readonly privateParameters: Readonly<Record<string, string>>;
  readonly metadata: string | null;
}

/** Throws as `invokeTrigger`, and InvalidParameterException when the pool has no such trigger. */
export const createAuthChallenge = async (
  core: TriggerCore,
  door: TriggerDoor,
  subject: HiddenSubject,
  session: readonly ChallengeResult[],
): Promise<CreatedChallenge> => {
  const arn = triggerArn(door.pool, 'CreateAuthChallenge');
  if (!arn) throw missingTrigger();
  const response = await invokeTrigger(core, door, {
    trigger: 'CreateAuthChallenge',
    arn,
    source: 'CreateAuthChallenge_Authentication',
    userName: subject.username,
    request: {
      userAttributes: subjectAttributes(subject),
      challengeName: 'CUSTOM_CHALLENGE',
      session,
      ...subjectFlag(door, subject),
      ...metadataOf(door),
    },
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
  });
  return {
    publicParameters: textMap(response, 'publicChallengeParameters') ?? {},
    privateParameters: textMap(response, 'privateChallengeParameters') ?? {},
    metadata: text(response, 'challengeMetadata') ?? null,
  };
};
