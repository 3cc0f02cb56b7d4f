/** Refusals about software tokens, in Cognito's words. */
import { ServiceError } from '../errors.ts';

export const softwareTokenUnknown = () =>
  new ServiceError('SoftwareTokenMFANotFoundException', 'Software Token MFA does not exist for the user.');

export const softwareTokenNotOffered = () =>
  new ServiceError('SoftwareTokenMFANotFoundException', 'Software Token MFA has not been enabled by the userPool.');

export const softwareTokenNotEnabled = () =>
  new ServiceError('EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA');
