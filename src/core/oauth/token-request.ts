/** A request to one of the endpoints that clients call themselves (RFC 6749 section 3.2). */
import type { Client } from '../clients/client.ts';
import { ServiceError } from '../errors.ts';
import { ScopeRefused } from '../tokens/client-token.ts';
import { TokenRefused } from './errors.ts';

export interface TokenRequest {
  readonly parameters: URLSearchParams;
  /** The Authorization header. */
  readonly authorization?: string | undefined;
}

/** An empty parameter counts as absent. */
export const given = (parameters: URLSearchParams, name: string): string | undefined =>
  parameters.get(name) || undefined;

/** Throws TokenRefused. */
export const required = (parameters: URLSearchParams, name: string): string => {
  const value = given(parameters, name);
  if (value === undefined) throw new TokenRefused('invalid_request', `${name} is required`);
  return value;
};

/** RFC 6749 section 3.2. Throws TokenRefused. */
export const assertSingle = (parameters: URLSearchParams): void => {
  const names = [...parameters.keys()];
  if (new Set(names).size < names.length) {
    throw new TokenRefused('invalid_request', 'A parameter is given more than once');
  }
};

/** Throws TokenRefused where the client's settings do not allow any of the flows. */
export const assertFlow = ({ settings }: Client, ...flows: readonly string[]): void => {
  const { allowedOAuthFlowsUserPoolClient, allowedOAuthFlows = [] } = settings;
  if (allowedOAuthFlowsUserPoolClient && flows.some((flow) => allowedOAuthFlows.includes(flow))) return;
  throw new TokenRefused('unauthorized_client');
};

/** What the service refuses, in OAuth's words; whatever else was thrown stays as it is. */
export const asTokenRefusal = (error: unknown): unknown => {
  if (!(error instanceof ServiceError) || error.code === 'TooManyRequestsException') return error;
  if (error instanceof ScopeRefused) return new TokenRefused('invalid_scope');
  return GRANT_IS_BAD.has(error.code)
    ? new TokenRefused('invalid_grant')
    : new TokenRefused('invalid_request', error.message);
};

const GRANT_IS_BAD: ReadonlySet<string> = new Set([
  'NotAuthorizedException',
  'PasswordResetRequiredException',
  'RefreshTokenReuseException',
  'UserNotFoundException',
]);
