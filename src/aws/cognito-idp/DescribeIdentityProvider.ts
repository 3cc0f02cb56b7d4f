import type {
  DescribeIdentityProviderCommandInput as Input,
  DescribeIdentityProviderCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { requireProvider } from '../../core/identity-providers/find.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { providerType } from './shapes/identity-provider.ts';

export const DescribeIdentityProvider = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { IdentityProvider: providerType(core, await requireProvider(core, pool.id, input.ProviderName)) };
});
