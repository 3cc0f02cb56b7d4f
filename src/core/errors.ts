/**
 * Every error the service answers with. The code is the name on the wire; the message is what Amazon Cognito says,
 * because client code in the field matches on both.
 */
export type ErrorCode =
  | 'AccessDeniedException'
  | 'AliasExistsException'
  | 'CodeDeliveryFailureException'
  | 'CodeMismatchException'
  | 'ConcurrentModificationException'
  | 'DeleteConflictException'
  | 'DeveloperUserAlreadyRegisteredException'
  | 'DeviceKeyExistsException'
  | 'DuplicateProviderException'
  | 'EnableSoftwareTokenMFAException'
  | 'EntityAlreadyExistsException'
  | 'ExpiredCodeException'
  | 'ExpiredTokenException'
  | 'ExternalServiceException'
  | 'FeatureUnavailableInTierException'
  | 'GroupExistsException'
  | 'IDPCommunicationErrorException'
  | 'IDPRejectedClaimException'
  | 'InternalErrorException'
  | 'InvalidAuthorizationMessageException'
  | 'InvalidIdentityTokenException'
  | 'InvalidIdentityPoolConfigurationException'
  | 'InvalidInputException'
  | 'InvalidLambdaResponseException'
  | 'InvalidOAuthFlowException'
  | 'InvalidParameterException'
  | 'InvalidPasswordException'
  | 'InvalidSmsRoleAccessPolicyException'
  | 'InvalidSmsRoleTrustRelationshipException'
  | 'InvalidUserPoolConfigurationException'
  | 'LimitExceededException'
  | 'MFAMethodNotFoundException'
  | 'MalformedPolicyDocumentException'
  | 'ManagedLoginBrandingExistsException'
  | 'NoSuchEntityException'
  | 'NotAuthorizedException'
  | 'PackedPolicyTooLargeException'
  | 'PasswordHistoryPolicyViolationException'
  | 'PasswordResetRequiredException'
  | 'PolicyNotAttachableException'
  | 'PreconditionNotMetException'
  | 'RefreshTokenReuseException'
  | 'ResourceConflictException'
  | 'ResourceNotFoundException'
  | 'ScopeDoesNotExistException'
  | 'SoftwareTokenMFANotFoundException'
  | 'TermsExistsException'
  | 'TierChangeNotAllowedException'
  | 'TooManyFailedAttemptsException'
  | 'TooManyRequestsException'
  | 'UnauthorizedException'
  | 'UnexpectedLambdaException'
  | 'UnsupportedOperationException'
  | 'UnsupportedTokenTypeException'
  | 'UnsupportedUserStateException'
  | 'UserImportInProgressException'
  | 'UserLambdaValidationException'
  | 'UserNotConfirmedException'
  | 'UserNotFoundException'
  | 'UserPoolTaggingException'
  | 'UsernameExistsException'
  | 'WebAuthnChallengeNotFoundException'
  | 'WebAuthnClientMismatchException'
  | 'WebAuthnConfigurationMissingException'
  | 'WebAuthnCredentialNotSupportedException'
  | 'WebAuthnNotEnabledException'
  | 'WebAuthnOriginNotAllowedException'
  | 'WebAuthnRelyingPartyMismatchException';

/** An error meant for the caller. Anything else that is thrown is a defect and becomes InternalErrorException. */
export class ServiceError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = code;
    this.code = code;
  }
}

export const invalidParameter = (message: string) => new ServiceError('InvalidParameterException', message);
export const notAuthorized = (message: string) => new ServiceError('NotAuthorizedException', message);
export const poolNotFound = (poolId: string) =>
  new ServiceError('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
export const clientNotFound = (clientId: string) =>
  new ServiceError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
export const userNotFound = () => new ServiceError('UserNotFoundException', 'User does not exist.');
/** One text for an unknown user and a wrong password, so that neither shows. */
export const incorrectUsernameOrPassword = () => notAuthorized('Incorrect username or password.');
export const limitExceeded = () =>
  new ServiceError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
export const passwordResetRequired = () =>
  new ServiceError('PasswordResetRequiredException', 'Password reset required for the user');
