import type {
  DeleteTermsCommandInput as Input,
  DeleteTermsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { deleteTerms } from '../../core/terms/write.ts';
import { signedOperation } from '../operation.ts';

export const DeleteTerms = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await deleteTerms(core, pool.id, input.TermsId);
  return {};
});
