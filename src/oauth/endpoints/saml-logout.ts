/** `/saml2/logout`: single logout with SAML providers, and `/saml2/metadata`, in which they read what the pool is. */
import type { Core } from '../../core/core.ts';
import { afterLogout } from '../../core/federation/saml/logout.ts';
import { logoutByProvider } from '../../core/federation/saml/logout-request.ts';
import { unknownAnswer } from '../../core/federation/saml/refusal.ts';
import { serviceProviderMetadata } from '../../core/federation/saml/service-provider.ts';
import type { ReceivedLogout } from '../../core/ports.ts';
import { countAs, type SiteApp, type SiteContext } from '../context.ts';
import { BodyRefused, readFormBody } from '../form-body.ts';
import { setCommonHeaders } from '../headers.ts';
import { errorPage } from '../pages/error.ts';
import { showPage } from '../pages/show.ts';
import { dispatch } from '../send-to-provider.ts';
import { notAllowed, refused } from './answers.ts';

const LOGOUT = '/saml2/logout';
const METADATA = '/saml2/metadata';

export const addSamlLogout = (app: SiteApp, core: Core): void => {
  app.on(['GET', 'POST'], LOGOUT, async (context) => {
    try {
      countAs(context, 'Federation');
      return await logout(context, core, await receivedFrom(context));
    } catch (error) {
      if (!(error instanceof BodyRefused)) return errorPage(context, core, error);
      return refused(context, error.status, { error: 'invalid_request', description: error.message });
    }
  });
  app.all(LOGOUT, notAllowed(['GET', 'POST']));
  app.get(METADATA, async (context) => {
    setCommonHeaders(context);
    const xml = await serviceProviderMetadata(core, context.env.site);
    return context.body(xml, 200, { 'Content-Type': 'application/samlmetadata+xml' });
  });
  app.all(METADATA, notAllowed(['GET']));
};

interface Received {
  readonly message: ReceivedLogout;
  readonly isAnswer: boolean;
  readonly relayState: string | undefined;
}

const receivedFrom = async (context: SiteContext): Promise<Received> => {
  const isPost = context.req.method === 'POST';
  const parameters = isPost ? await readFormBody(context) : new URL(context.req.url).searchParams;
  const relayState = parameters.get('RelayState') ?? undefined;
  const answer = parameters.get('SAMLResponse');
  const isAnswer = answer !== null;
  if (!isPost) return { message: { binding: 'redirect', query: rawQuery(context) }, isAnswer, relayState };
  const message = answer ?? parameters.get('SAMLRequest') ?? '';
  return { message: { binding: 'post', kind: isAnswer ? 'response' : 'request', message }, isAnswer, relayState };
};

/** Octet by octet as the provider signed it. */
const rawQuery = ({ env }: SiteContext): string => (env.incoming.url ?? '').replace(/^[^?]*\??/, '');

const logout = async (
  context: SiteContext,
  core: Core,
  { message, isAnswer, relayState }: Received,
): Promise<Response> => {
  const { site } = context.env;
  setCommonHeaders(context);
  if (isAnswer) {
    if (relayState === undefined) throw unknownAnswer();
    return context.redirect(await afterLogout(core, site, message, relayState), 302);
  }
  const answer = await logoutByProvider(core, site, message, relayState);
  return answer ? dispatch(context, core, answer) : showPage(context, core, {}, { page: 'signed-out' });
};
