/** The challenges that Poolhouse puts and judges. Any other name of the model is refused, never passed. */
import { invalidParameter } from '../../errors.ts';
import type { ChallengeName } from '../state.ts';
import type { Challenge } from './challenge.ts';
import { newPasswordRequired } from './new-password-required.ts';
import { passwordVerifier } from './password-verifier.ts';

const challenges: Readonly<Partial<Record<ChallengeName, Challenge>>> = {
  NEW_PASSWORD_REQUIRED: newPasswordRequired,
  PASSWORD_VERIFIER: passwordVerifier,
};

/** Throws InvalidParameterException "Challenge NAME is not supported.". */
export const challengeNamed = (name: ChallengeName): Challenge => {
  const challenge = challenges[name];
  if (!challenge) throw invalidParameter(`Challenge ${name} is not supported.`);
  return challenge;
};
