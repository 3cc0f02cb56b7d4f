import type {
  DescribeManagedLoginBrandingCommandInput as Input,
  DescribeManagedLoginBrandingCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { requireStyle } from '../../core/branding/find-style.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { styleType } from './shapes/branding.ts';

export const DescribeManagedLoginBranding = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const style = await requireStyle(core, pool.id, input.ManagedLoginBrandingId);
  return { ManagedLoginBranding: styleType(style, input.ReturnMergedResources) };
});
