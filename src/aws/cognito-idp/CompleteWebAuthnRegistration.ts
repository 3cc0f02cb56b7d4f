import type {
  CompleteWebAuthnRegistrationCommandInput as Input,
  CompleteWebAuthnRegistrationCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { completeRegistration } from '../../core/passkeys/register.ts';
import { tokenOperation } from '../operation.ts';

export const CompleteWebAuthnRegistration = tokenOperation<Input, Output>(async (core, { Credential }, self) => {
  await completeRegistration(core, self, Credential);
  return {};
});
