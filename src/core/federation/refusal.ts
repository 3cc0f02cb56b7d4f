/** What goes wrong in a federated sign-in, as the client hears of it: Cognito calls nearly all of it `invalid_request`. */
import { ServiceError } from '../errors.ts';
import { AuthorizationRefused } from '../oauth/errors.ts';
import { type AuthorizationRequest, refusalTo } from '../oauth/request.ts';
import { ProviderFailed } from '../ports.ts';

/** Rethrows what is a defect. A refusal that has its address already stays as it is. */
export const federationRefusal = (request: AuthorizationRequest, error: unknown): AuthorizationRefused => {
  if (error instanceof AuthorizationRefused) return error.redirectTo === undefined ? refusalTo(request, error) : error;
  if (error instanceof ServiceError || error instanceof ProviderFailed) {
    return refusalTo(request, { error: 'invalid_request', description: error.message });
  }
  throw error;
};
