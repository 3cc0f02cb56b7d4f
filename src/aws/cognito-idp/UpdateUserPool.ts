import type {
  UpdateUserPoolCommandInput as Input,
  UpdateUserPoolCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { updatePool } from '../../core/pools/update.ts';
import { signedOperation } from '../operation.ts';
import { poolSettings } from './shapes/pool-settings.ts';

export const UpdateUserPool = signedOperation<Input, Output>(async (core, input, caller) => {
  await updatePool(core, caller, input.UserPoolId, { name: input.PoolName, settings: poolSettings(input) });
  return {};
});
