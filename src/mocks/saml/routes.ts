/** The imitated SAML identity provider: its sign-in page, its end of single logout, and its metadata. */
import { type Context, Hono } from 'hono';
import { hex } from '../likenesses/subject.ts';
import { autoPost } from '../pages/auto-post.ts';
import { personPage } from '../pages/person-page.ts';
import { problemPage, shown } from '../pages/show.ts';
import type { MockParts } from '../parts.ts';
import { BadChoice, type Choice, readChoice, readChoiceText, seedOf } from '../people.ts';
import { entityIdOf, samlMetadata } from './metadata.ts';
import {
  type AuthnRequest,
  BadAuthnRequest,
  fromForm,
  fromRedirect,
  readAuthnRequest,
  readLogoutRequest,
  toRedirect,
  withoutRequest,
} from './request.ts';
import { cancelResponse, logoutResponse, personResponse, type ResponseParts } from './response.ts';

interface Idp {
  readonly parts: MockParts;
  /** Services that have sent somebody: by their entity id, where the last answer went. */
  readonly services: Map<string, string>;
}

/** Below `/mocks/saml`. */
export const samlRoutes = (parts: MockParts): Hono => {
  const routes = new Hono();
  const idp: Idp = { parts, services: new Map() };
  routes.get('/metadata', async (c) =>
    c.body(await samlMetadata(parts), 200, { 'Content-Type': 'application/samlmetadata+xml' }),
  );
  routes.get('/sso', (c) => guarded(c, async () => ask(c, idp, await readAuthnRequest(requestIn(c)))));
  routes.post('/sso', (c) => guarded(c, () => posted(c, idp)));
  routes.get('/start', (c) => guarded(c, async () => ask(c, idp, withoutRequest(c.req.query()))));
  routes.post('/start', (c) => guarded(c, () => chosen(c, idp, withoutRequest(c.req.query()))));
  routes.on(['GET', 'POST'], '/slo', (c) => guarded(c, () => signOut(c, idp)));
  return routes;
};

const requestIn = (c: Context): string => fromRedirect(c.req.query('SAMLRequest') ?? '');

const guarded = async (c: Context, act: () => Promise<Response>): Promise<Response> => {
  try {
    return await act();
  } catch (error) {
    if (error instanceof BadAuthnRequest || error instanceof BadChoice) return problemPage(c, error.message);
    throw error;
  }
};

/** A query `mock={…}` or a preset answers at once. */
const ask = (c: Context, idp: Idp, request: AuthnRequest): Promise<Response> => {
  const given = c.req.query('mock');
  const choice = given === undefined ? idp.parts.preset() : readChoiceText(given);
  if (choice) return answer(c, idp, request, choice);
  return shown(c, (nonce) => personPage({ title: 'SAML', nonce }));
};

const chosen = async (c: Context, idp: Idp, request: AuthnRequest): Promise<Response> =>
  answer(c, idp, request, readChoice(await c.req.parseBody()));

/** The choice made on the page, whose address still has the request; or the request itself, which goes into one. */
const posted = async (c: Context, idp: Idp): Promise<Response> => {
  if (c.req.query('SAMLRequest') !== undefined) return chosen(c, idp, await readAuthnRequest(requestIn(c)));
  const { SAMLRequest: message = '', RelayState: relayState } = await c.req.parseBody();
  const xml = fromForm(String(message));
  await readAuthnRequest(xml);
  const query = new URLSearchParams({ SAMLRequest: toRedirect(xml) });
  if (typeof relayState === 'string') query.set('RelayState', relayState);
  return c.redirect(`${new URL(c.req.url).pathname}?${query}`, 303);
};

const answer = async (c: Context, idp: Idp, request: AuthnRequest, choice: Choice): Promise<Response> => {
  idp.services.set(request.issuer, request.consumer);
  const xml = responseTo(await responseParts(idp.parts, request), choice);
  return sendBack(c, request.consumer, xml, c.req.query('RelayState'));
};

/** Nobody is signed in here, so there is nothing to end: the answer is what it is about. */
const signOut = async (c: Context, { parts, services }: Idp): Promise<Response> => {
  const form = c.req.method === 'POST' ? await c.req.parseBody() : undefined;
  const asked = await readLogoutRequest(form ? fromForm(String(form['SAMLRequest'])) : requestIn(c));
  const consumer = services.get(asked.issuer);
  if (consumer === undefined) throw new BadAuthnRequest('Nobody of this service has signed in here.');
  const logout = consumer.replace(/idpresponse$/, 'logout');
  const xml = logoutResponse(await responseParts(parts, { ...asked, consumer: logout }));
  const relayState = form?.['RelayState'] ?? c.req.query('RelayState');
  return sendBack(c, logout, xml, typeof relayState === 'string' ? relayState : undefined);
};

const sendBack = (c: Context, action: string, xml: string, relayState: string | undefined): Promise<Response> => {
  const fields = {
    SAMLResponse: Buffer.from(xml).toString('base64'),
    ...(relayState !== undefined && { RelayState: relayState }),
  };
  return shown(c, (nonce) => autoPost({ action, fields, nonce }));
};

const responseParts = async (parts: MockParts, request: AuthnRequest): Promise<ResponseParts> => {
  const { signing, certificate } = await parts.keys();
  return {
    request,
    issuer: entityIdOf(parts),
    signer: { key: signing, certificate },
    now: parts.core.clock.now(),
    newId: () => `_${Buffer.from(parts.core.random.bytes(20)).toString('hex')}`,
  };
};

const responseTo = (parts: ResponseParts, choice: Choice): string => {
  if (choice.kind === 'cancel') return cancelResponse(parts);
  const { person } = choice;
  return personResponse(parts, { ...person, subject: person.subject ?? hex('saml', seedOf(person), 24) });
};
