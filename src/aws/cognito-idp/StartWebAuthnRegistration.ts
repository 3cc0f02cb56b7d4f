import type {
  StartWebAuthnRegistrationCommandInput as Input,
  StartWebAuthnRegistrationCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { startRegistration } from '../../core/passkeys/register.ts';
import { tokenOperation } from '../operation.ts';

export const StartWebAuthnRegistration = tokenOperation<Input, Output>(async (core, _input, self) => ({
  CredentialCreationOptions: await startRegistration(core, self),
}));
