/** Every question that the sign-in machine can put, and its page. Whoever adds a challenge is asked for one here. */
import type { ChallengeName } from '../../../core/auth/state.ts';
import { FormProblem } from '../form-problem.ts';
import { chooseFactorStep } from './choose-factor.ts';
import { chooseMfaStep } from './choose-mfa.ts';
import { codeStep } from './code.ts';
import { mfaSetupStep } from './mfa-setup.ts';
import { newPasswordStep } from './new-password.ts';
import { passkeyStep } from './passkey.ts';
import { passwordStep } from './password.ts';
import type { StepPage } from './step.ts';

/** Flows that the pages never begin put these: SRP, devices and the pool's own challenges. The person is told. */
const none: StepPage = {
  page: () => {
    throw new FormProblem('message.unsupportedStep');
  },
  answer: () => Promise.reject(new FormProblem('message.unsupportedStep')),
  skip: () => Promise.reject(new FormProblem('message.unsupportedStep')),
};

export const stepPages: Readonly<Record<ChallengeName, StepPage>> = {
  ADMIN_NO_SRP_AUTH: none,
  CUSTOM_CHALLENGE: none,
  DEVICE_PASSWORD_VERIFIER: none,
  DEVICE_SRP_AUTH: none,
  EMAIL_OTP: codeStep('EMAIL_OTP'),
  MFA_SETUP: mfaSetupStep,
  NEW_PASSWORD_REQUIRED: newPasswordStep,
  PASSWORD: passwordStep,
  PASSWORD_SRP: none,
  PASSWORD_VERIFIER: none,
  SELECT_CHALLENGE: chooseFactorStep,
  SELECT_MFA_TYPE: chooseMfaStep,
  SMS_MFA: codeStep('SMS_MFA'),
  SMS_OTP: codeStep('SMS_OTP'),
  SOFTWARE_TOKEN_MFA: codeStep('SOFTWARE_TOKEN_MFA'),
  WEB_AUTHN: passkeyStep,
};
