/** PreSignUp: may refuse a new account, confirm it, and declare its contacts verified. */
import { ServiceError } from '../errors.ts';
import type { User } from '../users/user.ts';
import { type Answer, flag } from './answer.ts';
import { triggerArn } from './config.ts';
import { metadataOf, type TriggerCaller } from './event.ts';
import { invokeTrigger, type TriggerCore } from './invoke.ts';

export type PreSignUpSource = 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser' | 'PreSignUp_ExternalProvider';

export interface PreSignUpAnswer {
  readonly autoConfirmUser: boolean;
  readonly autoVerifyEmail: boolean;
  readonly autoVerifyPhone: boolean;
}

const NEUTRAL: PreSignUpAnswer = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };

/**
 * `attributes`: what the account is to have; it is not there yet. Cognito ignores the answer where an administrator
 * makes the user, so callers for `PreSignUp_AdminCreateUser` do. Throws as `invokeTrigger`, and
 * InvalidLambdaResponseException when a contact is declared verified that the user does not have.
 */
export const preSignUp = async (
  core: TriggerCore,
  caller: TriggerCaller,
  source: PreSignUpSource,
  { username: userName, attributes }: Pick<User, 'username' | 'attributes'>,
): Promise<PreSignUpAnswer> => {
  const arn = triggerArn(caller.pool, 'PreSignUp');
  if (!arn) return NEUTRAL;
  const response = await invokeTrigger(core, caller, {
    trigger: 'PreSignUp',
    arn,
    source,
    userName,
    request: {
      userAttributes: attributes,
      validationData: caller.validationData ?? null,
      ...metadataOf(caller),
    },
    response: NEUTRAL,
  });
  const answer = read(response);
  if (source === 'PreSignUp_SignUp') assertPresent(answer, attributes);
  return answer;
};

const read = (response: Answer): PreSignUpAnswer => ({
  autoConfirmUser: flag(response, 'autoConfirmUser'),
  autoVerifyEmail: flag(response, 'autoVerifyEmail'),
  autoVerifyPhone: flag(response, 'autoVerifyPhone'),
});

const assertPresent = (answer: PreSignUpAnswer, attributes: User['attributes']): void => {
  const missing =
    (answer.autoVerifyEmail && !attributes['email'] && 'email') ||
    (answer.autoVerifyPhone && !attributes['phone_number'] && 'phone_number');
  if (!missing) return;
  throw new ServiceError('InvalidLambdaResponseException', `Cannot auto-verify ${missing}: the user has none.`);
};
