import type {
  UpdateManagedLoginBrandingCommandInput as Input,
  UpdateManagedLoginBrandingCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { updateStyle } from '../../core/branding/write-style.ts';
import { invalidParameter } from '../../core/errors.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { styleMembers, styleType } from './shapes/branding.ts';

export const UpdateManagedLoginBranding = signedOperation<Input, Output>(async (core, input, caller) => {
  const { UserPoolId, ManagedLoginBrandingId } = input;
  // Optional in the model, but there is nothing to update without them.
  if (UserPoolId === undefined || ManagedLoginBrandingId === undefined) {
    throw invalidParameter('UserPoolId and ManagedLoginBrandingId are required.');
  }
  const pool = await ownedPool(core, caller, UserPoolId);
  return {
    ManagedLoginBranding: styleType(await updateStyle(core, pool.id, ManagedLoginBrandingId, styleMembers(input))),
  };
});
