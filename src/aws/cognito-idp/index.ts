/** The operations of `AWSCognitoIdentityProviderService`, one line each, in the model's order (alphabetical). */
import type { Operation } from '../operation.ts';
import { AdminConfirmSignUp } from './AdminConfirmSignUp.ts';
import { AdminCreateUser } from './AdminCreateUser.ts';
import { AdminDeleteUser } from './AdminDeleteUser.ts';
import { AdminDeleteUserAttributes } from './AdminDeleteUserAttributes.ts';
import { AdminDisableUser } from './AdminDisableUser.ts';
import { AdminEnableUser } from './AdminEnableUser.ts';
import { AdminGetUser } from './AdminGetUser.ts';
import { AdminInitiateAuth } from './AdminInitiateAuth.ts';
import { AdminResetUserPassword } from './AdminResetUserPassword.ts';
import { AdminRespondToAuthChallenge } from './AdminRespondToAuthChallenge.ts';
import { AdminSetUserPassword } from './AdminSetUserPassword.ts';
import { AdminUpdateUserAttributes } from './AdminUpdateUserAttributes.ts';
import { AdminUserGlobalSignOut } from './AdminUserGlobalSignOut.ts';
import { ChangePassword } from './ChangePassword.ts';
import { ConfirmForgotPassword } from './ConfirmForgotPassword.ts';
import { ConfirmSignUp } from './ConfirmSignUp.ts';
import { DeleteUser } from './DeleteUser.ts';
import { DeleteUserAttributes } from './DeleteUserAttributes.ts';
import { ForgotPassword } from './ForgotPassword.ts';
import { GetTokensFromRefreshToken } from './GetTokensFromRefreshToken.ts';
import { GetUser } from './GetUser.ts';
import { GetUserAttributeVerificationCode } from './GetUserAttributeVerificationCode.ts';
import { GlobalSignOut } from './GlobalSignOut.ts';
import { InitiateAuth } from './InitiateAuth.ts';
import { ListUsers } from './ListUsers.ts';
import { ResendConfirmationCode } from './ResendConfirmationCode.ts';
import { RespondToAuthChallenge } from './RespondToAuthChallenge.ts';
import { RevokeToken } from './RevokeToken.ts';
import { SignUp } from './SignUp.ts';
import { UpdateUserAttributes } from './UpdateUserAttributes.ts';
import { VerifyUserAttribute } from './VerifyUserAttribute.ts';

export const cognitoIdpOperations: Readonly<Record<string, Operation>> = {
  AdminConfirmSignUp,
  AdminCreateUser,
  AdminDeleteUser,
  AdminDeleteUserAttributes,
  AdminDisableUser,
  AdminEnableUser,
  AdminGetUser,
  AdminInitiateAuth,
  AdminResetUserPassword,
  AdminRespondToAuthChallenge,
  AdminSetUserPassword,
  AdminUpdateUserAttributes,
  AdminUserGlobalSignOut,
  ChangePassword,
  ConfirmForgotPassword,
  ConfirmSignUp,
  DeleteUser,
  DeleteUserAttributes,
  ForgotPassword,
  GetTokensFromRefreshToken,
  GetUser,
  GetUserAttributeVerificationCode,
  GlobalSignOut,
  InitiateAuth,
  ListUsers,
  ResendConfirmationCode,
  RespondToAuthChallenge,
  RevokeToken,
  SignUp,
  UpdateUserAttributes,
  VerifyUserAttribute,
};
