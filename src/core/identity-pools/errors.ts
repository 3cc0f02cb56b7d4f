/** What identity pools answer, in the words of Amazon Cognito. */
import { invalidParameter, notAuthorized, ServiceError } from '../errors.ts';

export const identityPoolNotFound = (id: string) =>
  new ServiceError('ResourceNotFoundException', `IdentityPool '${id}' not found.`);
export const identityNotFound = (id: string) =>
  new ServiceError('ResourceNotFoundException', `Identity '${id}' not found.`);
export const developerIdentityNotFound = () =>
  new ServiceError('ResourceNotFoundException', 'Developer user identifier not found.');
export const identityForbidden = (id: string) => notAuthorized(`Access to Identity '${id}' is forbidden.`);
export const guestsNotSupported = () =>
  notAuthorized('Unauthenticated access is not supported for this identity pool.');
export const unsupportedProvider = () => notAuthorized('Token is not from a supported provider of this identity pool.');
export const loginsDoNotMatch = () =>
  notAuthorized("Logins don't match. Please include at least one valid login for this identity or identity pool.");
export const invalidLogin = (why: string) => notAuthorized(`Invalid login token. ${why}`);
export const loginsTaken = () =>
  new ServiceError('ResourceConflictException', 'Logins are already linked to another account.');
export const developerUserTaken = () =>
  new ServiceError(
    'DeveloperUserAlreadyRegisteredException',
    'The provided developer user identifier is already registered with Cognito under a different identity ID.',
  );
export const unsupportedDeveloperProvider = () =>
  invalidParameter('This identity pool does not support the specified developer provider.');
export const invalidRoles = (cause?: unknown) =>
  new ServiceError(
    'InvalidIdentityPoolConfigurationException',
    'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
    { cause },
  );
