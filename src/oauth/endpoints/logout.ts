/** `/logout`: the session of this browser ends, and the browser goes where the client wants it. */
import type { Core } from '../../core/core.ts';
import { singleLogout } from '../../core/federation/saml/logout.ts';
import { type LogoutTarget, logoutTarget } from '../../core/oauth/logout.ts';
import { endSession, personOf } from '../../core/oauth/sso-session.ts';
import { addressOf, type SiteApp, type SiteContext } from '../context.ts';
import { clearSessionCookie, sessionCookie } from '../cookies.ts';
import { BodyRefused, readFormBody } from '../form-body.ts';
import { setCommonHeaders } from '../headers.ts';
import { errorPage } from '../pages/error.ts';
import { showPage } from '../pages/show.ts';
import { dispatch } from '../send-to-provider.ts';
import { notAllowed, refused } from './answers.ts';

const PATH = '/logout';
const METHODS = ['GET', 'POST'];

export const addLogout = (app: SiteApp, core: Core): void => {
  app.on(METHODS, PATH, async (context) => {
    try {
      return await logout(context, core);
    } catch (error) {
      if (!(error instanceof BodyRefused)) return errorPage(context, core, error);
      return refused(context, error.status, { error: 'invalid_request', description: error.message });
    }
  });
  app.all(PATH, notAllowed(METHODS));
};

const logout = async (context: SiteContext, core: Core): Promise<Response> => {
  const { site } = context.env;
  const parameters =
    context.req.method === 'POST' ? await readFormBody(context) : new URL(context.req.url).searchParams;
  const target = await logoutTarget(core, site, parameters);
  const person = await personOf(core, site.pool, sessionCookie(context));
  await endSession(core, site.pool, sessionCookie(context));
  clearSessionCookie(context);
  const back = target.to === 'page' ? addressOf(context, `${PATH}?${parameters}`) : addressAfter(context, target);
  const away = person && (await singleLogout(core, site, person, back));
  return away ? dispatch(context, core, away) : leave(context, core, target);
};

/** The session has ended already. */
const leave = (context: SiteContext, core: Core, target: LogoutTarget): Response | Promise<Response> => {
  if (target.to === 'page') return showPage(context, core, { client: target.client }, { page: 'signed-out' });
  setCommonHeaders(context);
  return context.redirect(addressAfter(context, target), 302);
};

const addressAfter = (context: SiteContext, target: Exclude<LogoutTarget, { to: 'page' }>): string =>
  target.to === 'login' ? addressOf(context, `/login${target.query}`) : target.address;
