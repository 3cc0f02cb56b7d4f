/** `/oauth2/token`. Cognito answers 400 to a client that does not prove who it is. */
import type { Core } from '../../core/core.ts';
import type { GrantedTokens } from '../../core/oauth/grants/grant.ts';
import { tokensFor } from '../../core/oauth/token.ts';
import type { TokenRequest } from '../../core/oauth/token-request.ts';
import { countAs, type SiteApp, type SiteContext } from '../context.ts';
import { answered } from './answers.ts';
import { addClientCall } from './client-call.ts';

export const addToken = (app: SiteApp, core: Core): void =>
  addClientCall(app, {
    path: '/oauth2/token',
    unauthenticated: 400,
    async answer(context, request) {
      count(context, request);
      return answered(context, answerOf(await tokensFor(core, context.env.site.pool, request)));
    },
  });

/** Code exchanges have the quota of sign-ins, but do not draw on it: each follows one that has. */
const count = (context: SiteContext, { parameters }: TokenRequest): void => {
  const grant = parameters.get('grant_type');
  if (grant === 'client_credentials') countAs(context, 'ClientCredentials');
  else countAs(context, 'InitiateAuth', grant === 'authorization_code' ? 'codes' : undefined);
};

/** RFC 6749 section 5.1, OpenID Connect Core section 3.1.3.3. */
const answerOf = ({ idToken, accessToken, refreshToken, expiresIn }: GrantedTokens) => ({
  ...(idToken && { id_token: idToken }),
  access_token: accessToken,
  ...(refreshToken && { refresh_token: refreshToken }),
  expires_in: expiresIn,
  token_type: 'Bearer',
});
