/** Operations that take an access token, or the session of a sign-in that is not through yet. */

import type { Core } from '../../../core/core.ts';
import { type ErrorCode, invalidParameter, notAuthorized, ServiceError } from '../../../core/errors.ts';
import { type Bearer, verifyAccessToken } from '../../../core/tokens/verify.ts';
import { SELF_SERVICE_SCOPE } from '../../callers/index.ts';

interface Input {
  readonly AccessToken?: string | undefined;
  readonly Session?: string | undefined;
}

export type TokenOrSession = ({ readonly by: 'token' } & Bearer) | { readonly by: 'session'; readonly session: string };

/** Throws InvalidParameterException unless exactly one is given, and what `verifyAccessToken` throws. */
export const tokenOrSession = async (core: Core, { AccessToken, Session }: Input): Promise<TokenOrSession> => {
  if (AccessToken && Session) throw invalidParameter('Only one of AccessToken and Session can be provided.');
  if (AccessToken) {
    return { by: 'token', ...(await verifyAccessToken(core, AccessToken, { scope: SELF_SERVICE_SCOPE })) };
  }
  if (Session) return { by: 'session', session: Session };
  throw invalidParameter('Either AccessToken or Session must be provided.');
};

/** For an operation that does not declare that its token's user is gone or blocked. */
export const asRevoked = (error: unknown): never => {
  if (!(error instanceof ServiceError) || !GONE.includes(error.code)) throw error;
  throw notAuthorized('Access Token has been revoked');
};

const GONE: readonly ErrorCode[] = ['PasswordResetRequiredException', 'UserNotFoundException'];
