import type {
  DescribeTermsByClientCommandInput as Input,
  DescribeTermsByClientCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { clientTerms } from '../../core/terms/write.ts';
import { signedOperation } from '../operation.ts';
import { termsType } from './shapes/terms.ts';

export const DescribeTermsByClient = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { Terms: termsType(await clientTerms(core, pool, input.ClientId, input.TermsName)) };
});
