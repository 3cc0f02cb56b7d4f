import type {
  ResendConfirmationCodeCommandInput,
  ResendConfirmationCodeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { publicCall } from '../../core/accounts/public-call.ts';
import { resendConfirmation } from '../../core/accounts/resend-confirmation.ts';
import { publicOperation } from '../operation.ts';
import { codeDeliveryDetails } from './shapes/code-delivery.ts';

export const ResendConfirmationCode = publicOperation<
  ResendConfirmationCodeCommandInput,
  ResendConfirmationCodeCommandOutput
>(async (core, input) => {
  const call = await publicCall(core, input.ClientId, input.Username, input.SecretHash, {
    clientMetadata: input.ClientMetadata,
  });
  return { CodeDeliveryDetails: codeDeliveryDetails(await resendConfirmation(core, call)) };
});
