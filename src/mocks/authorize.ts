/** Where an imitated provider is sent people: a page on which they choose who they are, and the way back. */
import { type Context, Hono } from 'hono';
import { MOCK_CLIENT_ID } from '../core/federation/endpoints.ts';
import type { Likeness } from './likenesses/likeness.ts';
import { autoPost } from './pages/auto-post.ts';
import { personPage } from './pages/person-page.ts';
import { problemPage, shown } from './pages/show.ts';
import type { MockParts } from './parts.ts';
import { BadChoice, type Choice, readChoice, readChoiceText, seedOf } from './people.ts';

interface Asked {
  readonly redirectUri: string;
  readonly scope: string;
  readonly state?: string | undefined;
  readonly nonce?: string | undefined;
  readonly challenge?: string | undefined;
  readonly hint?: string | undefined;
}

class BadRequest extends Error {}

/** `GET` and `POST /authorize`. A query `mock={…}` or a preset answers at once. */
export const authorizeRoutes = (parts: MockParts, likeness: Likeness): Hono => {
  const routes = new Hono();
  routes.get('/authorize', async (c) =>
    answered(c, async (asked) => {
      const given = c.req.query('mock');
      const choice = given === undefined ? parts.preset() : readChoiceText(given);
      if (choice) return answer(c, parts, likeness, asked, choice);
      return shown(c, (nonce) => personPage({ title: likeness.title, hint: asked.hint, nonce }));
    }),
  );
  routes.post('/authorize', async (c) =>
    answered(c, async (asked) => answer(c, parts, likeness, asked, readChoice(await c.req.parseBody()))),
  );
  return routes;
};

const answered = async (c: Context, act: (asked: Asked) => Promise<Response>): Promise<Response> => {
  try {
    return await act(readRequest(c));
  } catch (error) {
    if (error instanceof BadRequest || error instanceof BadChoice) return problemPage(c, error.message);
    throw error;
  }
};

/** Throws `BadRequest`. Only a site of this service is answered: the imitations send nobody elsewhere. */
const readRequest = (c: Context): Asked => {
  const { client_id, redirect_uri = '', response_type, scope = '', state, nonce, login_hint } = c.req.query();
  if (client_id !== MOCK_CLIENT_ID) throw new BadRequest(`The client_id of a mock provider is ${MOCK_CLIENT_ID}.`);
  if (response_type !== 'code') throw new BadRequest('The response_type must be code.');
  const target = URL.parse(redirect_uri);
  if (!/^https?:$/.test(target?.protocol ?? '') || !target?.pathname.endsWith('/oauth2/idpresponse')) {
    throw new BadRequest('The redirect_uri is not an /oauth2/idpresponse.');
  }
  return { redirectUri: redirect_uri, scope, state, nonce, hint: login_hint, challenge: challengeOf(c) };
};

const challengeOf = (c: Context): string | undefined => {
  const { code_challenge, code_challenge_method } = c.req.query();
  if (code_challenge !== undefined && code_challenge_method !== 'S256') throw new BadRequest('PKCE is S256 here.');
  return code_challenge;
};

const answer = (
  c: Context,
  parts: MockParts,
  likeness: Likeness,
  asked: Asked,
  choice: Choice,
): Response | Promise<Response> => {
  const given = { ...result(parts, likeness, asked, choice), ...(asked.state !== undefined && { state: asked.state }) };
  if (likeness.formAnswer) return shown(c, (nonce) => autoPost({ action: asked.redirectUri, fields: given, nonce }));
  const url = new URL(asked.redirectUri);
  for (const [name, value] of Object.entries(given)) url.searchParams.set(name, value);
  return c.redirect(url.href, 303);
};

const result = (
  parts: MockParts,
  likeness: Likeness,
  asked: Asked,
  choice: Choice,
): Readonly<Record<string, string>> => {
  if (choice.kind === 'cancel') return likeness.cancelled;
  const person = { ...choice.person, subject: choice.person.subject ?? likeness.subject(seedOf(choice.person)) };
  const grant = { ...asked, provider: likeness.path, person };
  return { code: parts.grants.newCode(grant), ...likeness.formAnswer?.(parts, grant) };
};
