/** The challenges that Poolhouse puts and judges. Any other name of the model is refused, never passed. */
import { invalidParameter } from '../../errors.ts';
import type { ChallengeName } from '../state.ts';
import type { Challenge } from './challenge.ts';
import { customChallenge } from './custom-challenge.ts';
import { devicePasswordVerifier } from './device-password-verifier.ts';
import { deviceSrpAuth } from './device-srp-auth.ts';
import { emailOtp } from './email-otp.ts';
import { mfaSetup } from './mfa-setup.ts';
import { newPasswordRequired } from './new-password-required.ts';
import { password } from './password.ts';
import { passwordSrp } from './password-srp.ts';
import { passwordVerifier } from './password-verifier.ts';
import { selectChallenge } from './select-challenge.ts';
import { selectMfaType } from './select-mfa-type.ts';
import { smsMfa } from './sms-mfa.ts';
import { smsOtp } from './sms-otp.ts';
import { softwareTokenMfa } from './software-token-mfa.ts';
import { webAuthn } from './web-authn.ts';

const challenges: Readonly<Partial<Record<ChallengeName, Challenge>>> = {
  CUSTOM_CHALLENGE: customChallenge,
  DEVICE_PASSWORD_VERIFIER: devicePasswordVerifier,
  DEVICE_SRP_AUTH: deviceSrpAuth,
  EMAIL_OTP: emailOtp,
  MFA_SETUP: mfaSetup,
  NEW_PASSWORD_REQUIRED: newPasswordRequired,
  PASSWORD_VERIFIER: passwordVerifier,
  SELECT_MFA_TYPE: selectMfaType,
  SMS_MFA: smsMfa,
  SOFTWARE_TOKEN_MFA: softwareTokenMfa,
  PASSWORD: password,
  PASSWORD_SRP: passwordSrp,
  SELECT_CHALLENGE: selectChallenge,
  SMS_OTP: smsOtp,
  WEB_AUTHN: webAuthn,
};

/** Throws InvalidParameterException "Challenge NAME is not supported.". */
export const challengeNamed = (name: ChallengeName): Challenge => {
  const challenge = challenges[name];
  if (!challenge) throw invalidParameter(`Challenge ${name} is not supported.`);
  return challenge;
};
