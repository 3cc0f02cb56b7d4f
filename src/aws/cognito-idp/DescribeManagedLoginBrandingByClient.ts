import type {
  DescribeManagedLoginBrandingByClientCommandInput as Input,
  DescribeManagedLoginBrandingByClientCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { styleOfClient } from '../../core/branding/find-style.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { styleType } from './shapes/branding.ts';

export const DescribeManagedLoginBrandingByClient = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const style = await styleOfClient(core, pool, input.ClientId);
  return { ManagedLoginBranding: styleType(style, input.ReturnMergedResources) };
});
