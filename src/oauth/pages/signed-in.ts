/** Somebody has signed in, by whatever way: this browser has a session from now on, and the client hears of it. */
import type { Client } from '../../core/clients/client.ts';
import type { Core } from '../../core/core.ts';
import type { Person } from '../../core/oauth/person.ts';
import type { AuthorizationRequest } from '../../core/oauth/request.ts';
import { sealSession } from '../../core/oauth/sso-session.ts';
import type { SiteContext } from '../context.ts';
import { renewBrowserToken, setSessionCookie } from '../cookies.ts';
import { showAddPasskey } from './add-passkey.ts';
import { finished } from './finished.ts';
import { isOffered } from './passkey-offer.ts';

export const signedIn = async (
  context: SiteContext,
  core: Core,
  client: Client,
  request: AuthorizationRequest,
  person: Person,
): Promise<Response> => {
  setSessionCookie(context, sealSession(core, context.env.site.pool, person));
  renewBrowserToken(core, context);
  const visit = { context, core, client, request };
  if (isOffered(visit, person)) return showAddPasskey(visit, person, { fresh: true });
  return finished(context, core, client, request, person);
};
