import type {
  AdminLinkProviderForUserCommandInput as Input,
  AdminLinkProviderForUserCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { linkIdentity } from '../../core/identity-providers/link.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { identity } from './shapes/identity-provider.ts';

export const AdminLinkProviderForUser = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await linkIdentity(core, pool, identity(input.DestinationUser), identity(input.SourceUser));
  return {};
});
