import type {
  DescribeTermsCommandInput as Input,
  DescribeTermsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { requireTerms } from '../../core/terms/write.ts';
import { signedOperation } from '../operation.ts';
import { termsType } from './shapes/terms.ts';

export const DescribeTerms = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { Terms: termsType(await requireTerms(core, pool.id, input.TermsId)) };
});
