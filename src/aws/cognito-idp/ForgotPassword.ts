import type {
  ForgotPasswordCommandInput,
  ForgotPasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { forgotPassword } from '../../core/accounts/forgot-password.ts';
import { publicCall } from '../../core/accounts/public-call.ts';
import { publicOperation } from '../operation.ts';
import { codeDeliveryDetails } from './shapes/code-delivery.ts';

export const ForgotPassword = publicOperation<ForgotPasswordCommandInput, ForgotPasswordCommandOutput>(
  async (core, input) => {
    const call = await publicCall(core, input.ClientId, input.Username, input.SecretHash, {
      clientMetadata: input.ClientMetadata,
    });
    return { CodeDeliveryDetails: codeDeliveryDetails(await forgotPassword(core, call)) };
  },
);
