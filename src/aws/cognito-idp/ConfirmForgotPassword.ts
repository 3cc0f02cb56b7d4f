import type {
  ConfirmForgotPasswordCommandInput,
  ConfirmForgotPasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { publicCall } from '../../core/accounts/public-call.ts';
import { resetPassword } from '../../core/accounts/reset-password.ts';
import { publicOperation } from '../operation.ts';

export const ConfirmForgotPassword = publicOperation<
  ConfirmForgotPasswordCommandInput,
  ConfirmForgotPasswordCommandOutput
>(async (core, input) => {
  const call = await publicCall(core, input.ClientId, input.Username, input.SecretHash, {
    clientMetadata: input.ClientMetadata,
  });
  await resetPassword(core, call, { code: input.ConfirmationCode, password: input.Password });
  return {};
});
