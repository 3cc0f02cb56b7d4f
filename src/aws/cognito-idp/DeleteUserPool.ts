import type {
  DeleteUserPoolCommandInput as Input,
  DeleteUserPoolCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { deletePool } from '../../core/pools/delete.ts';
import { signedOperation } from '../operation.ts';

export const DeleteUserPool = signedOperation<Input, Output>(async (core, input, caller) => {
  await deletePool(core, caller, input.UserPoolId);
  return {};
});
