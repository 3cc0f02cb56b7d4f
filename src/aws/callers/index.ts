/** The two kinds of caller that prove who they are. */
import type { Core } from '../../core/core.ts';
import { verifyAccessToken } from '../../core/tokens/verify.ts';
import type { Callers } from './caller.ts';
import { createSigV4Verifier } from './sigv4.ts';

/** The scope that lets an access token act on its own user (Cognito developer guide, "Scopes"). */
export const SELF_SERVICE_SCOPE = 'aws.cognito.signin.user.admin';

export interface CallerOptions {
  readonly anyAccessKey: boolean;
  readonly operatorAccount: string;
}

export const createCallers = (core: Core, options: CallerOptions): Callers => ({
  signed: createSigV4Verifier({ ...options, core }),
  token: (accessToken) => verifyAccessToken(core, accessToken, { scope: SELF_SERVICE_SCOPE }),
});
