import type {
  ListTermsCommandInput as Input,
  ListTermsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { listTerms } from '../../core/terms/write.ts';
import { signedOperation } from '../operation.ts';
import { page } from './shapes/page.ts';
import { termsDescription } from './shapes/terms.ts';

export const ListTerms = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const { rows, nextToken } = await listTerms(core, pool.id, page(input));
  return { Terms: rows.map(termsDescription), NextToken: nextToken };
});
