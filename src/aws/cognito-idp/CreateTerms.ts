import type {
  CreateTermsCommandInput as Input,
  CreateTermsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { createTerms } from '../../core/terms/write.ts';
import { signedOperation } from '../operation.ts';
import { termsType } from './shapes/terms.ts';

export const CreateTerms = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const terms = await createTerms(core, pool, {
    clientId: input.ClientId,
    name: input.TermsName,
    source: input.TermsSource,
    enforcement: input.Enforcement,
    links: input.Links ?? {},
  });
  return { Terms: termsType(terms) };
});
