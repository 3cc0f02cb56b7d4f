import type {
  CreateIdentityPoolCommandInput as Input,
  CreateIdentityPoolCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { createIdentityPool } from '../../core/identity-pools/write.ts';
import { signedOperation } from '../operation.ts';
import { identityPool, settingsOf } from './shapes/pool.ts';

export const CreateIdentityPool = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await createIdentityPool(core, caller, input.IdentityPoolName, settingsOf(input));
  return identityPool(pool);
});
