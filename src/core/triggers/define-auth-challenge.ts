/** DefineAuthChallenge: decides after each step of CUSTOM_AUTH what comes next, tokens, or the end. */
import { flag, text, unrecognizable } from './answer.ts';
import { triggerArn } from './config.ts';
import { metadataOf } from './event.ts';
import { invokeTrigger, type TriggerCore } from './invoke.ts';
import { missingTrigger } from './missing.ts';
import { type HiddenSubject, subjectAttributes, subjectFlag, type TriggerDoor } from './subject.ts';

/** One step that is behind a sign-in, as functions see it. */
export interface ChallengeResult {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata: string | null;
}

export type CustomChallengeName = 'CUSTOM_CHALLENGE' | 'PASSWORD_VERIFIER';

export type Verdict =
  | { readonly next: 'tokens' }
  | { readonly next: 'failure' }
  | { readonly next: 'challenge'; readonly name: CustomChallengeName };

/**
 * Throws as `invokeTrigger`; InvalidLambdaResponseException when the function decides nothing, or on a challenge that
 * custom sign-in does not have; InvalidParameterException when the pool has no such trigger.
 */
export const defineAuthChallenge = async (
  core: TriggerCore,
  door: TriggerDoor,
  subject: HiddenSubject,
  session: readonly ChallengeResult[],
): Promise<Verdict> => {
  const arn = triggerArn(door.pool, 'DefineAuthChallenge');
  if (!arn) throw missingTrigger();
  const response = await invokeTrigger(core, door, {
    trigger: 'DefineAuthChallenge',
    arn,
    source: 'DefineAuthChallenge_Authentication',
    userName: subject.username,
    request: {
      userAttributes: subjectAttributes(subject),
      session,
      ...subjectFlag(door, subject),
      ...metadataOf(door),
    },
    response: { challengeName: null, issueTokens: null, failAuthentication: null },
  });
  // Failing wins over tokens: a function that says both must not let anybody in.
  const [fails, issues] = [flag(response, 'failAuthentication'), flag(response, 'issueTokens')];
  if (fails) return { next: 'failure' };
  if (issues) return { next: 'tokens' };
  const name = text(response, 'challengeName');
  if (name !== 'CUSTOM_CHALLENGE' && name !== 'PASSWORD_VERIFIER') throw unrecognizable();
  return { next: 'challenge', name };
};
