import type {
  DeleteIdentityPoolCommandInput as Input,
  DeleteIdentityPoolCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { deleteIdentityPool } from '../../core/identity-pools/write.ts';
import { signedOperation } from '../operation.ts';

export const DeleteIdentityPool = signedOperation<Input, Output>(async (core, input, caller) => {
  await deleteIdentityPool(core, caller, input.IdentityPoolId);
  return {};
});
