import type {
  GetUserAttributeVerificationCodeCommandInput,
  GetUserAttributeVerificationCodeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { sendAttributeCode } from '../../core/accounts/verify-attribute.ts';
import { tokenOperation } from '../operation.ts';
import { codeDeliveryDetails } from './shapes/code-delivery.ts';

export const GetUserAttributeVerificationCode = tokenOperation<
  GetUserAttributeVerificationCodeCommandInput,
  GetUserAttributeVerificationCodeCommandOutput
>(async (core, input, self) => ({
  CodeDeliveryDetails: codeDeliveryDetails(
    await sendAttributeCode(core, { ...self, clientMetadata: input.ClientMetadata }, input.AttributeName),
  ),
}));
