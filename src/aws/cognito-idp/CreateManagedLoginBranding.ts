import type {
  CreateManagedLoginBrandingCommandInput as Input,
  CreateManagedLoginBrandingCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { createStyle } from '../../core/branding/write-style.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { styleMembers, styleType } from './shapes/branding.ts';

export const CreateManagedLoginBranding = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { ManagedLoginBranding: styleType(await createStyle(core, pool, input.ClientId, styleMembers(input))) };
});
