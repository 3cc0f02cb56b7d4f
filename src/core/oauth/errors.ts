/** How the OAuth endpoints refuse. What is thrown otherwise is a defect. */

/** `error` of an authorization request: RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6, and Cognito's own. */
export type AuthorizationError =
  | 'access_denied'
  | 'account_selection_required'
  | 'invalid_client'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_target'
  | 'login_required'
  | 'redirect_mismatch'
  | 'registration_not_supported'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'unauthorized_client'
  | 'unsupported_response_type';

export class AuthorizationRefused extends Error {
  readonly error: AuthorizationError;
  readonly description: string | undefined;
  /** The client's address with the error in it. Absent: the client is not known good, so only an error page may tell. */
  readonly redirectTo: string | undefined;

  constructor(error: AuthorizationError, description?: string, redirectTo?: string) {
    super(description ?? error);
    this.name = 'AuthorizationRefused';
    this.error = error;
    this.description = description;
    this.redirectTo = redirectTo;
  }
}

/** `error` of a token request: RFC 6749 section 5.2, RFC 8707 section 2, RFC 7009 section 2.2.1. */
export type TokenError =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_target'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type';

export class TokenRefused extends Error {
  readonly error: TokenError;
  readonly description: string | undefined;

  constructor(error: TokenError, description?: string) {
    super(description ?? error);
    this.name = 'TokenRefused';
    this.error = error;
    this.description = description;
  }
}
