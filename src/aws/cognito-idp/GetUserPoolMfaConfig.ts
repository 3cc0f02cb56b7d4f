import type {
  GetUserPoolMfaConfigCommandInput as Input,
  GetUserPoolMfaConfigCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { storedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { mfaConfigType } from './shapes/mfa.ts';

export const GetUserPoolMfaConfig = signedOperation<Input, Output>(async (core, input, caller) =>
  mfaConfigType(await storedPool(core, caller, input.UserPoolId)),
);
