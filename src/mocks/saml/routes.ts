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
} from './request.ts';
import { cancelResponse, logoutResponse, personResponse, type ResponseParts } from './response.ts';

/** Where those services are that have sent somebody: by their entity id, the address of the last answer. */
type Services = Map<string, string>;

/** Below `/mocks/saml`. */
export const samlRoutes = (parts: MockParts): Hono => {
  const routes = new Hono();
  const services: Services = new Map();
  routes.get('/metadata', async (c) =>
    c.body(await samlMetadata(parts), 200, { 'Content-Type': 'application/samlmetadata+xml' }),
  );
  routes.get('/sso', (c) => guarded(c, () => ask(c, parts, services)));
  routes.post('/sso', (c) => guarded(c, () => posted(c, parts, services)));
  routes.on(['GET', 'POST'], '/slo', (c) => guarded(c, () => signOut(c, parts, services)));
  return routes;
};

const guarded = async (c: Context, act: () => Promise<Response>): Promise<Response> => {
  try {
    return await act();
  } catch (error) {
    if (error instanceof BadAuthnRequest || error instanceof BadChoice) return problemPage(c, error.message);
    throw error;
  }
};

/** A query `mock={…}` or a preset answers at once. */
const ask = async (c: Context, parts: MockParts, services: Services): Promise<Response> => {
  const request = await readAuthnRequest(fromRedirect(c.req.query('SAMLRequest') ?? ''));
  const given = c.req.query('mock');
  const choice = given === undefined ? parts.preset() : readChoiceText(given);
  if (choice) return answer(c, parts, services, request, c.req.query('RelayState'), choice);
  return shown(c, (nonce) => personPage({ title: 'SAML', nonce }));
};

/** The choice made on the page, whose address still has the request; or the request itself, which goes into one. */
const posted = async (c: Context, parts: MockParts, services: Services): Promise<Response> => {
  const form = await c.req.parseBody();
  const message = c.req.query('SAMLRequest');
  if (message !== undefined) {
    const request = await readAuthnRequest(fromRedirect(message));
    return answer(c, parts, services, request, c.req.query('RelayState'), readChoice(form));
  }
  const xml = fromForm(String(form['SAMLRequest'] ?? ''));
  await readAuthnRequest(xml);
  const query = new URLSearchParams({ SAMLRequest: toRedirect(xml) });
  if (typeof form['RelayState'] === 'string') query.set('RelayState', form['RelayState']);
  return c.redirect(`${new URL(c.req.url).pathname}?${query}`, 303);
};

const answer = async (
  c: Context,
  parts: MockParts,
  services: Services,
  request: AuthnRequest,
  relayState: string | undefined,
  choice: Choice,
): Promise<Response> => {
  services.set(request.issuer, request.consumer);
  return sendBack(c, request.consumer, responseTo(await responseParts(parts, request), choice), relayState);
};

/** Nobody is signed in here, so there is nothing to end: the answer is what it is about. */
const signOut = async (c: Context, parts: MockParts, services: Services): Promise<Response> => {
  const form = c.req.method === 'POST' ? await c.req.parseBody() : {};
  const xml =
    form['SAMLRequest'] === undefined
      ? fromRedirect(c.req.query('SAMLRequest') ?? '')
      : fromForm(String(form['SAMLRequest']));
  const asked = await readLogoutRequest(xml);
  const consumer = services.get(asked.issuer);
  if (consumer === undefined) throw new BadAuthnRequest('Nobody of this service has signed in here.');
  const logout = consumer.replace(/idpresponse$/, 'logout');
  const answer = logoutResponse(await responseParts(parts, { ...asked, consumer: logout }));
  const relayState = form['RelayState'] ?? c.req.query('RelayState');
  return sendBack(c, logout, answer, typeof relayState === 'string' ? relayState : undefined);
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
