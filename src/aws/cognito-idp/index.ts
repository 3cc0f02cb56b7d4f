/** The operations of `AWSCognitoIdentityProviderService`, one line each, in the model's order (alphabetical). */
import type { Operation } from '../operation.ts';
import { ChangePassword } from './ChangePassword.ts';
import { ConfirmForgotPassword } from './ConfirmForgotPassword.ts';
import { ConfirmSignUp } from './ConfirmSignUp.ts';
import { DeleteUser } from './DeleteUser.ts';
import { DeleteUserAttributes } from './DeleteUserAttributes.ts';
import { ForgotPassword } from './ForgotPassword.ts';
import { GetUser } from './GetUser.ts';
import { GetUserAttributeVerificationCode } from './GetUserAttributeVerificationCode.ts';
import { ResendConfirmationCode } from './ResendConfirmationCode.ts';
import { SignUp } from './SignUp.ts';
import { UpdateUserAttributes } from './UpdateUserAttributes.ts';
import { VerifyUserAttribute } from './VerifyUserAttribute.ts';

export const cognitoIdpOperations: Readonly<Record<string, Operation>> = {
  ChangePassword,
  ConfirmForgotPassword,
  ConfirmSignUp,
  DeleteUser,
  DeleteUserAttributes,
  ForgotPassword,
  GetUser,
  GetUserAttributeVerificationCode,
  ResendConfirmationCode,
  SignUp,
  UpdateUserAttributes,
  VerifyUserAttribute,
};
