/** Why a request may not pass, with the answer that says so (RFC 6750 section 3). */

export abstract class AuthorizationError extends Error {
  abstract readonly status: 401 | 403;
  abstract readonly body: object;
  /** Value of `www-authenticate`. */
  readonly challenge: string;

  constructor(message: string, challenge: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.challenge = challenge;
  }
}

/** No token, or one that proves nothing: 401. */
export class NotAuthenticated extends AuthorizationError {
  readonly status = 401;
  readonly body = { message: 'Unauthorized' };

  constructor(message: string, options?: ErrorOptions) {
    const isMissing = message === MISSING;
    super(message, isMissing ? 'Bearer' : `Bearer error="invalid_token", error_description="${message}"`, options);
  }
}

/** A good token of somebody who may not: 403. */
export class NotAllowed extends AuthorizationError {
  readonly status = 403;
  readonly body = { message: 'Forbidden' };

  constructor(message: string, scopes: readonly string[] = []) {
    const wanted = scopes.length > 0 ? `, scope="${scopes.join(' ')}"` : '';
    super(message, `Bearer error="insufficient_scope"${wanted}`);
  }
}

export const MISSING = 'no token';
