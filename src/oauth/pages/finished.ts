import type { Client } from '../../core/clients/client.ts';
import type { Core } from '../../core/core.ts';
import { finishAuthorization } from '../../core/oauth/finish.ts';
import type { Person } from '../../core/oauth/person.ts';
import type { AuthorizationRequest } from '../../core/oauth/request.ts';
import type { SiteContext } from '../context.ts';
import { setCommonHeaders } from '../headers.ts';
import { errorPage } from './error.ts';

/** The way back to the client, with what it asked for or why not. */
export const finished = async (
  context: SiteContext,
  core: Core,
  client: Client,
  request: AuthorizationRequest,
  person: Person,
): Promise<Response> => {
  try {
    const location = await finishAuthorization(core, context.env.site, client, request, person);
    setCommonHeaders(context);
    return context.redirect(location, 302);
  } catch (error) {
    return errorPage(context, core, error, { client, request });
  }
};
