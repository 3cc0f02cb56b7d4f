import type { SignUpCommandInput, SignUpCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { publicCall } from '../../core/accounts/public-call.ts';
import { signUp } from '../../core/accounts/sign-up.ts';
import { publicOperation } from '../operation.ts';
import { codeDeliveryDetails } from './shapes/code-delivery.ts';
import { attributeRecord } from './shapes/user.ts';

export const SignUp = publicOperation<SignUpCommandInput, SignUpCommandOutput>(async (core, input) => {
  const call = await publicCall(core, input.ClientId, input.Username, input.SecretHash, {
    clientMetadata: input.ClientMetadata,
    validationData: input.ValidationData && attributeRecord(input.ValidationData),
  });
  const { user, delivery, session } = await signUp(core, call, {
    password: input.Password,
    attributes: attributeRecord(input.UserAttributes),
  });
  return {
    UserConfirmed: user.status === 'CONFIRMED',
    UserSub: user.sub,
    CodeDeliveryDetails: delivery && codeDeliveryDetails(delivery),
    Session: session,
  };
});
