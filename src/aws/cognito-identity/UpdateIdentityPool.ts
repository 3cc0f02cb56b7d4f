import type {
  UpdateIdentityPoolCommandInput as Input,
  UpdateIdentityPoolCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { updateIdentityPool } from '../../core/identity-pools/write.ts';
import { signedOperation } from '../operation.ts';
import { identityPool, settingsOf } from './shapes/pool.ts';

export const UpdateIdentityPool = signedOperation<Input, Output>(async (core, input, caller) => {
  const { IdentityPoolId, IdentityPoolName } = input;
  return identityPool(await updateIdentityPool(core, caller, IdentityPoolId, IdentityPoolName, settingsOf(input)));
});
