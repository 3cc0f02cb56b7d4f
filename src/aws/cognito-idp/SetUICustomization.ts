import type {
  SetUICustomizationCommandInput as Input,
  SetUICustomizationCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { setCustomization } from '../../core/branding/set-customization.ts';
import { ALL_CLIENTS } from '../../core/branding/ui-customization.ts';
import { storedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { customizationType } from './shapes/branding.ts';

export const SetUICustomization = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await storedPool(core, caller, input.UserPoolId);
  const members = { css: input.CSS, image: input.ImageFile };
  const customization = await setCustomization(core, pool, input.ClientId ?? ALL_CLIENTS, members);
  return { UICustomization: customizationType(core.settings, customization) };
});
