import type { ConfirmSignUpCommandInput, ConfirmSignUpCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { confirmSignUp } from '../../core/accounts/confirm-sign-up.ts';
import { publicCall } from '../../core/accounts/public-call.ts';
import { publicOperation } from '../operation.ts';

export const ConfirmSignUp = publicOperation<ConfirmSignUpCommandInput, ConfirmSignUpCommandOutput>(
  async (core, input) => {
    const call = await publicCall(core, input.ClientId, input.Username, input.SecretHash, {
      clientMetadata: input.ClientMetadata,
    });
    const { session } = await confirmSignUp(core, call, {
      code: input.ConfirmationCode,
      forceAlias: input.ForceAliasCreation,
      session: input.Session,
    });
    return { Session: session };
  },
);
