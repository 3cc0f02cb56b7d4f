/** Neither the pages nor the endpoints of a site are a way around the rate limits of the API. */
import { CreateIdentityProviderCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../support/builders.ts';
import {
  authorizationRequest,
  authorize,
  CALLBACK,
  codeClient,
  locationOf,
  search,
  sessionOf,
  startWorld,
  type World,
} from './support.ts';

let world: World;
let secret: string;
let machine: string;

beforeAll(async () => {
  const limits = {
    ClientAuthentication: 1,
    UserAccountRecovery: 1,
    UserAuthentication: 1,
    UserCreation: 1,
    UserFederation: 1,
    UserRead: 1,
    UserToken: 1,
  };
  const overrides = Object.entries(limits).map(([name, rate]) => `${name}=${rate}`);
  world = await startWorld({ flags: { 'rate-limits': true, 'rate-limit-overrides': overrides.join(',') } });
  const client = await createClient(world.app, world.poolId, {
    ...codeClient({ AllowedOAuthFlows: ['client_credentials'], AllowedOAuthScopes: ['orders/read'] }),
    GenerateSecret: true,
  });
  machine = client.ClientId;
  secret = client.ClientSecret ?? '';
});

afterAll(() => world.stop());

const MANY = 12;

/** Of as many requests at once, how many have this status. */
const refused = async (ask: () => Promise<Response>, status = 429): Promise<number> => {
  world.app.clock.advance(60_000);
  const answers = await Promise.all(Array.from({ length: MANY }, ask));
  return answers.filter((answer) => answer.status === status).length;
};

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${world.site}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });

/** A browser that has opened a page. */
const form = (path: string, fields: Record<string, string>) => {
  const csrf = 'a'.repeat(43);
  const query = search(authorizationRequest(world));
  return post(`${path}?${query}`, { ...fields, _csrf: csrf }, { cookie: `XSRF-TOKEN=${csrf}` });
};

test.each([
  ['/login', { username: 'jane', password: 'Wrong-pass-1' }],
  ['/signup', { username: 'x', password: 'x' }],
  ['/forgotPassword', { username: 'jane' }],
  ['/confirmForgotPassword', { state: '', code: '1', password: 'x' }],
  ['/confirmUser', { state: '', code: '1' }],
])('the form of %s', async (path, fields) => {
  expect(await refused(() => form(path, fields))).toBeGreaterThanOrEqual(MANY - 4);
});

test('a form of another site takes nothing away', async () => {
  world.app.clock.advance(60_000);
  const foreign = () =>
    post(`/login?${search(authorizationRequest(world))}`, { username: 'jane' }, { origin: 'https://evil.example' });
  const answers = await Promise.all(Array.from({ length: MANY }, foreign));
  expect(answers.map(({ status }) => status)).not.toContain(429);
  expect((await form('/login', { username: 'jane', password: 'Wrong-pass-1' })).status).toBe(200);
});

test.each([
  ['client_credentials', () => ({ client_id: machine, client_secret: secret })],
  ['authorization_code', () => ({ client_id: world.clientId, code: 'x', redirect_uri: CALLBACK })],
  ['refresh_token', () => ({ client_id: world.clientId, refresh_token: 'x' })],
])('the grant %s', async (grant_type, given) => {
  expect(await refused(() => post('/oauth2/token', { grant_type, ...given() }))).toBeGreaterThanOrEqual(MANY - 4);
  const answer = await post('/oauth2/token', { grant_type, ...given() });
  expect([answer.status, await answer.json()]).toEqual([
    429,
    { error: 'temporarily_unavailable', error_description: 'Rate exceeded' },
  ]);
});

test('userInfo, revocation, and answers of providers', async () => {
  const bearer = { headers: { authorization: 'Bearer x' } };
  expect(await refused(() => fetch(`${world.site}/oauth2/userInfo`, bearer))).toBeGreaterThanOrEqual(MANY - 4);
  const revocation = { client_id: world.clientId, token: 'x' };
  expect(await refused(() => post('/oauth2/revoke', revocation))).toBeGreaterThanOrEqual(MANY - 4);
  const answer = { redirect: 'manual' } as const;
  expect(await refused(() => fetch(`${world.site}/oauth2/idpresponse?state=x`, answer))).toBeGreaterThanOrEqual(
    MANY - 4,
  );
  expect(await refused(() => post('/saml2/idpresponse', { SAMLResponse: 'x' }))).toBeGreaterThanOrEqual(MANY - 4);
  expect(await refused(() => post('/saml2/logout', { SAMLRequest: 'x' }))).toBeGreaterThanOrEqual(MANY - 4);
});

test('a session that is used over and over: the client hears of it', async () => {
  world.app.clock.advance(60_000);
  const cookie = await sessionOf(world, world.user.sub);
  const answers = await Promise.all(
    Array.from({ length: MANY }, () => authorize(world, authorizationRequest(world), cookie)),
  );
  const errors = answers.map((answer) => locationOf(answer).searchParams.get('error'));
  expect(errors.filter((error) => error === 'temporarily_unavailable').length).toBeGreaterThanOrEqual(MANY - 4);
});

test('the way to a provider: the client hears of it, and answers of providers count apart', async () => {
  const at = (path: string) => `https://idp.example.com/${path}`;
  const provider = new CreateIdentityProviderCommand({
    UserPoolId: world.poolId,
    ProviderName: 'Upstream',
    ProviderType: 'OIDC',
    ProviderDetails: {
      ...{ client_id: 'x', client_secret: 'y', authorize_scopes: 'openid', attributes_request_method: 'GET' },
      ...{
        oidc_issuer: at(''),
        authorize_url: at('a'),
        token_url: at('t'),
        attributes_url: at('u'),
        jwks_uri: at('k'),
      },
    },
  });
  await world.app.cognito.send(provider);
  const client = codeClient({ SupportedIdentityProviders: ['Upstream'] });
  const { ClientId: clientId } = await createClient(world.app, world.poolId, client);
  world.app.clock.advance(60_000);
  const request = authorizationRequest({ clientId }, { identity_provider: 'Upstream' });
  const answers = await Promise.all(Array.from({ length: MANY }, () => authorize(world, request)));
  const errors = answers.map((answer) => locationOf(answer).searchParams.get('error'));
  expect(errors.filter((error) => error === 'temporarily_unavailable').length).toBeGreaterThanOrEqual(MANY - 4);
  const answer = await fetch(`${world.site}/oauth2/idpresponse?state=x`, { redirect: 'manual' });
  expect(answer.status).toBe(302);
});

test('pages and API draw on one quota; exchanges of codes on one of their own', async () => {
  await refused(() => form('/login', { username: 'jane', password: 'Wrong-pass-1' }));
  const attempt = new InitiateAuthCommand({
    ClientId: world.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'nobody', PASSWORD: 'Wrong-pass-1' },
  });
  await expect(world.app.cognito.send(attempt)).rejects.toThrow('Rate exceeded');
  const exchange = { grant_type: 'authorization_code', client_id: world.clientId, code: 'x', redirect_uri: CALLBACK };
  expect((await post('/oauth2/token', exchange)).status).toBe(400);
});
