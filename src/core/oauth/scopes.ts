/** Which scopes an authorization request is granted. */
import type { Client } from '../clients/client.ts';
import { isStandardScope } from '../clients/oauth-rules.ts';
import type { Core } from '../core.ts';
import { lapsedScopes } from '../resource-servers/scopes.ts';
import { AuthorizationRefused } from './errors.ts';

/** Mean something only beside `openid`. */
const ABOUT_PEOPLE = ['email', 'phone', 'profile'];

/** All of the client's where the request names none. Throws AuthorizationRefused. */
export const grantedScopes = async (
  core: Pick<Core, 'directory'>,
  { poolId, settings }: Client,
  asked: string | undefined,
): Promise<readonly string[]> => {
  const own = settings.allowedOAuthScopes ?? [];
  const wanted = [...new Set(asked?.split(' ').filter(Boolean))];
  const scopes = wanted.length > 0 ? wanted : own;
  const gone = await lapsedScopes(
    core,
    poolId,
    scopes.filter((scope) => !isStandardScope(scope)),
  );
  if (wanted.length === 0) return own.filter((scope) => !gone.includes(scope));
  const lacksOpenid = !wanted.includes('openid') && wanted.some((scope) => ABOUT_PEOPLE.includes(scope));
  if (lacksOpenid || wanted.some((scope) => gone.includes(scope) || !own.includes(scope))) {
    throw new AuthorizationRefused('invalid_scope', 'invalid_scope');
  }
  return wanted;
};
