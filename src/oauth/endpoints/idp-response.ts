/**
 * `/oauth2/idpresponse`: where providers of OAuth 2.0 and OpenID Connect send people back to. An answer counts in the
 * browser that set out, once, and for the provider that it set out to (RFC 9700 sections 4.4, 4.5 and 4.7).
 */
import type { Core } from '../../core/core.ts';
import { federationAnswer } from '../../core/federation/answer.ts';
import { federatedPerson } from '../../core/federation/person.ts';
import { federationRefusal } from '../../core/federation/refusal.ts';
import { type FederationState, openState, spendState } from '../../core/federation/state.ts';
import { type CheckedRequest, checkedRequest } from '../../core/oauth/request.ts';
import { addressOf, countAs, type SiteApp, type SiteContext } from '../context.ts';
import { knownBrowser } from '../cookies.ts';
import { BodyRefused, readFormBody } from '../form-body.ts';
import { setCommonHeaders } from '../headers.ts';
import { errorPage } from '../pages/error.ts';
import { signedIn } from '../pages/signed-in.ts';
import { notAllowed, refused } from './answers.ts';

const PATH = '/oauth2/idpresponse';

export const addIdpResponse = (app: SiteApp, core: Core): void => {
  app.get(PATH, (context) => answer(context, core));
  app.post(PATH, bounce);
  app.all(PATH, notAllowed(['GET', 'POST']));
};

const answer = async (context: SiteContext, core: Core): Promise<Response> => {
  const parameters = new URL(context.req.url).searchParams;
  const { site } = context.env;
  try {
    countAs(context, 'Federation');
    const state = openState(core, site, parameters.get('state') ?? '');
    await spendState(core, state, knownBrowser(context));
    const checked = await checkedRequest(core, site, new URLSearchParams(state.query));
    return await conclude(context, core, checked, state, parameters);
  } catch (error) {
    return errorPage(context, core, error);
  }
};

/** From here on the client hears of what goes wrong. */
const conclude = async (
  context: SiteContext,
  core: Core,
  { client, request }: CheckedRequest,
  state: FederationState,
  parameters: URLSearchParams,
): Promise<Response> => {
  const { site } = context.env;
  try {
    const { provider, profile } = await federationAnswer(core, site, client, state, parameters);
    const person = await federatedPerson(core, site, client, provider, profile);
    return await signedIn(context, core, client, request, person);
  } catch (error) {
    core.log.warn({ err: error, poolId: site.pool.id, provider: state.provider }, 'federated sign-in refused');
    return errorPage(context, core, federationRefusal(request, error), { client, request });
  }
};

/** What goes on to ourselves; Apple's forms have all of them. */
const CARRIED: ReadonlySet<string> = new Set(['code', 'error', 'error_description', 'iss', 'state', 'user']);

/**
 * Another site's form comes without this site's cookies; the browser that is told to ask for this very address itself
 * brings them (SameSite=Lax). Nothing is believed here.
 */
const bounce = async (context: SiteContext): Promise<Response> => {
  try {
    const given = [...(await readFormBody(context))].filter(([name]) => CARRIED.has(name));
    setCommonHeaders(context);
    return context.redirect(addressOf(context, `${PATH}?${new URLSearchParams(given)}`), 303);
  } catch (error) {
    if (!(error instanceof BodyRefused)) throw error;
    return refused(context, error.status, { error: 'invalid_request', description: error.message });
  }
};
