/** RFC 6749 section 4.1.3, with RFC 7636 and RFC 8707. */
import type { Client } from '../../clients/client.ts';
import { issueTokens } from '../../tokens/issue.ts';
import { isSignedOut } from '../../tokens/origin.ts';
import { hasTriggers } from '../../triggers/config.ts';
import type { User } from '../../users/user.ts';
import { type CodeGrant, openCode, spendCode } from '../code.ts';
import { TokenRefused } from '../errors.ts';
import { defaultRedirect } from '../redirect-uri.ts';
import { assertFlow, given, required } from '../token-request.ts';
import type { Grant, GrantCore } from './grant.ts';

export const authorizationCode: Grant = {
  type: 'authorization_code',
  async tokens(core, { pool, client, parameters }) {
    assertFlow(client, 'code');
    const grant = openCode(core, client, {
      code: required(parameters, 'code'),
      redirectUri: redirectOf(client, parameters),
      codeVerifier: given(parameters, 'code_verifier'),
    });
    assertSameResource(grant, given(parameters, 'resource'));
    const user = await stillGood(core, grant);
    // Nobody hears of the tokens before the code is spent; functions of the pool run for the one exchange that spent it.
    const spent = spendCode(core, client, grant);
    if (hasTriggers(pool)) await spent;
    const { authTime, eventId, instant, nonce, originJti, resource, scopes } = grant;
    const issuing = issueTokens(core, {
      ...{ pool, client, user, authTime, eventId, instant, nonce, originJti, resource, scopes },
      source: 'TokenGeneration_HostedAuth',
      version: 2,
    });
    const [tokens] = await Promise.all([issuing, spent]);
    return tokens;
  },
};

/** The request may leave out the address only where the authorization request could. */
const redirectOf = (client: Client, parameters: URLSearchParams): string =>
  given(parameters, 'redirect_uri') ?? defaultRedirect(client) ?? required(parameters, 'redirect_uri');

/** RFC 8707 section 2.2: what was not asked for then is not given now. */
const assertSameResource = ({ resource }: CodeGrant, asked: string | undefined): void => {
  if (asked !== undefined && asked !== resource) throw new TokenRefused('invalid_target');
};

/** Much may have happened to the user since the sign-in. */
const stillGood = async (core: Pick<GrantCore, 'store'>, { poolId, sub, instant }: CodeGrant): Promise<User> => {
  const user = await core.store.users.bySub(poolId, sub);
  if (user?.enabled && user.status !== 'RESET_REQUIRED' && !isSignedOut(user, instant)) return user;
  throw new TokenRefused('invalid_grant');
};
