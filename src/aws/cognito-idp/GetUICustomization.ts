import type {
  GetUICustomizationCommandInput as Input,
  GetUICustomizationCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { findCustomization } from '../../core/branding/set-customization.ts';
import { ALL_CLIENTS } from '../../core/branding/ui-customization.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { customizationType } from './shapes/branding.ts';

export const GetUICustomization = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const customization = await findCustomization(core, pool, input.ClientId ?? ALL_CLIENTS);
  return { UICustomization: customization === undefined ? {} : customizationType(core.settings, customization) };
});
