/** `/oauth2/authorize`: parameters in the address, or in the form of a POST (OpenID Connect Core section 3.1.2.1). */
import type { Core } from '../../core/core.ts';
import { ServiceError } from '../../core/errors.ts';
import { nextStop } from '../../core/oauth/authorize.ts';
import { AuthorizationRefused } from '../../core/oauth/errors.ts';
import { type CheckedRequest, checkedRequest, refusalTo } from '../../core/oauth/request.ts';
import { personOf } from '../../core/oauth/sso-session.ts';
import { addressOf, countAs, type SiteApp, type SiteContext } from '../context.ts';
import { sessionCookie } from '../cookies.ts';
import { BodyRefused, readFormBody } from '../form-body.ts';
import { setCommonHeaders } from '../headers.ts';
import { errorPage } from '../pages/error.ts';
import { finished } from '../pages/finished.ts';
import { sendToProvider } from '../send-to-provider.ts';
import { notAllowed, refused } from './answers.ts';

const PATH = '/oauth2/authorize';
const METHODS = ['GET', 'POST'];

export const addAuthorize = (app: SiteApp, core: Core): void => {
  app.on(METHODS, PATH, async (context) => {
    try {
      return await authorize(context, core, await parametersOf(context));
    } catch (error) {
      if (!(error instanceof BodyRefused)) return errorPage(context, core, error);
      return refused(context, error.status, { error: 'invalid_request', description: error.message });
    }
  });
  app.all(PATH, notAllowed(METHODS));
};

const parametersOf = async (context: SiteContext): Promise<URLSearchParams> =>
  context.req.method === 'POST' ? readFormBody(context) : new URL(context.req.url).searchParams;

const authorize = async (context: SiteContext, core: Core, parameters: URLSearchParams): Promise<Response> => {
  const checked = await checkedRequest(core, context.env.site, parameters);
  try {
    return await lead(context, core, checked);
  } catch (error) {
    if (error instanceof AuthorizationRefused) throw error;
    if (error instanceof ServiceError && error.code === 'TooManyRequestsException') {
      throw refusalTo(checked.request, { error: 'temporarily_unavailable', description: error.message });
    }
    // A page that shows an error would leave the client without an answer.
    core.log.error({ err: error, request: context.env.facts.id }, 'authorization failed');
    throw refusalTo(checked.request, { error: 'server_error', description: undefined });
  }
};

const lead = async (context: SiteContext, core: Core, { client, request }: CheckedRequest): Promise<Response> => {
  const { site } = context.env;
  const stop = await nextStop(core, client, request, await personOf(core, site.pool, sessionCookie(context)));
  if (stop.at === 'client') {
    countAs(context, 'InitiateAuth');
    return finished(context, core, client, request, stop.person);
  }
  if (stop.at === 'provider') {
    // Requests to SAML providers are signed, for whoever asks.
    countAs(context, 'Federation', 'requests');
    return sendToProvider(context, core, request, stop.provider);
  }
  setCommonHeaders(context);
  return context.redirect(addressOf(context, `/login${request.query}`), 302);
};
