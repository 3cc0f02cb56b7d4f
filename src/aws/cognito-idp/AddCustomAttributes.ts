import type {
  AddCustomAttributesCommandInput as Input,
  AddCustomAttributesCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { addCustomAttributes } from '../../core/pools/update.ts';
import { signedOperation } from '../operation.ts';
import { newAttribute } from './shapes/schema-attribute.ts';

export const AddCustomAttributes = signedOperation<Input, Output>(async (core, input, caller) => {
  await addCustomAttributes(core, caller, input.UserPoolId, input.CustomAttributes.map(newAttribute));
  return {};
});
