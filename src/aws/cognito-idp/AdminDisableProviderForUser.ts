import type {
  AdminDisableProviderForUserCommandInput as Input,
  AdminDisableProviderForUserCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { disableIdentity } from '../../core/identity-providers/link.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { identity } from './shapes/identity-provider.ts';

export const AdminDisableProviderForUser = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await disableIdentity(core, pool, identity(input.User));
  return {};
});
