import type {
  UpdateTermsCommandInput as Input,
  UpdateTermsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { updateTerms } from '../../core/terms/write.ts';
import { signedOperation } from '../operation.ts';
import { termsType } from './shapes/terms.ts';

export const UpdateTerms = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const terms = await updateTerms(core, pool.id, input.TermsId, {
    name: input.TermsName,
    source: input.TermsSource,
    enforcement: input.Enforcement,
    links: input.Links,
  });
  return { Terms: termsType(terms) };
});
