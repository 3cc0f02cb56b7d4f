import type {
  SetUserPoolMfaConfigCommandInput as Input,
  SetUserPoolMfaConfigCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { setPoolMfaConfig } from '../../core/mfa/pool-config.ts';
import { signedOperation } from '../operation.ts';
import { mfaConfigInput, mfaConfigType } from './shapes/mfa.ts';

export const SetUserPoolMfaConfig = signedOperation<Input, Output>(async (core, input, caller) =>
  mfaConfigType(await setPoolMfaConfig(core, caller, input.UserPoolId, mfaConfigInput(input))),
);
