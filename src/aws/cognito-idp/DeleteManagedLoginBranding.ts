import type {
  DeleteManagedLoginBrandingCommandInput as Input,
  DeleteManagedLoginBrandingCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { deleteStyle } from '../../core/branding/write-style.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';

export const DeleteManagedLoginBranding = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await deleteStyle(core, pool.id, input.ManagedLoginBrandingId);
  return {};
});
