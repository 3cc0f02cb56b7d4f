/**
 * `/saml2/idpresponse`: where SAML providers send people back to. Their form comes without this site's cookies, so a
 * sign-in that began here goes on in a request of our own, which shows that it is the same browser.
 */
import type { Core } from '../../core/core.ts';
import { answeredPerson } from '../../core/federation/saml/answer.ts';
import { exchangeOf, type SamlExchange } from '../../core/federation/saml/exchange.ts';
import { redeemReference, sealReference } from '../../core/federation/saml/reference.ts';
import { samlRefusal } from '../../core/federation/saml/refusal.ts';
import { addressOf, countAs, type SiteApp, type SiteContext } from '../context.ts';
import { knownBrowser } from '../cookies.ts';
import { BodyRefused, readFormBody } from '../form-body.ts';
import { setCommonHeaders } from '../headers.ts';
import { errorPage } from '../pages/error.ts';
import { signedIn } from '../pages/signed-in.ts';
import { notAllowed, refused } from './answers.ts';

const PATH = '/saml2/idpresponse';

/** Bytes of a form with the longest response and its state. */
const LARGEST = 400_000;

export const addSamlResponse = (app: SiteApp, core: Core): void => {
  app.post(PATH, (context) => answered(context, core, () => receive(context, core)));
  app.get(PATH, (context) => answered(context, core, () => arrive(context, core)));
  app.all(PATH, notAllowed(['GET', 'POST']));
};

const answered = async (context: SiteContext, core: Core, work: () => Promise<Response>): Promise<Response> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BodyRefused)) return errorPage(context, core, error);
    return refused(context, error.status, { error: 'invalid_request', description: error.message });
  }
};

const receive = async (context: SiteContext, core: Core): Promise<Response> => {
  const { site } = context.env;
  countAs(context, 'Federation');
  const form = await readFormBody(context, LARGEST);
  const exchange = await exchangeOf(core, site, form.get('RelayState') ?? '');
  try {
    return await welcome(context, core, exchange, form.get('SAMLResponse') ?? '');
  } catch (error) {
    core.log.warn({ err: error, poolId: site.pool.id, provider: exchange.provider.name }, 'SAML response refused');
    return errorPage(context, core, samlRefusal(exchange.request, error), exchange);
  }
};

const welcome = async (
  context: SiteContext,
  core: Core,
  exchange: SamlExchange,
  encoded: string,
): Promise<Response> => {
  const { site } = context.env;
  const { client, request, state } = exchange;
  const person = await answeredPerson(core, site, exchange, encoded);
  if (!state) return signedIn(context, core, client, request, person);
  setCommonHeaders(context);
  const reference = new URLSearchParams({ session: sealReference(core, site, state, person) });
  return context.redirect(addressOf(context, `${PATH}?${reference}`), 303);
};

const arrive = async (context: SiteContext, core: Core): Promise<Response> => {
  const sealed = context.req.query('session') ?? '';
  const arrived = await redeemReference(core, context.env.site, sealed, knownBrowser(context));
  return signedIn(context, core, arrived.client, arrived.request, arrived.person);
};
