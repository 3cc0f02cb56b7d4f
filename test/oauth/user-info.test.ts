import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, createConfirmedUser } from '../support/builders.ts';
import {
  codeClient,
  codeFor,
  exchange,
  payloadOf,
  sessionOf,
  startWorld,
  token,
  userInfo,
  type World,
} from './support.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const tokensFor = async (scope: string) => (await exchange(world, await codeFor(world, { scope }))).body;
const claimsFor = async (scope: string): Promise<Record<string, unknown>> =>
  (await userInfo(world, (await tokensFor(scope)).access_token ?? '')).json() as Promise<Record<string, unknown>>;

const EVERYTHING = {
  sub: expect.any(String),
  username: 'jane',
  name: 'Jane Doe',
  email: 'jane@example.com',
  email_verified: 'true',
  phone_number: '+15550100',
  updated_at: '1700000000',
};

describe('what the scopes let a client see', () => {
  const limited: [string, string[]][] = [
    ['openid email', ['email', 'email_verified']],
    ['openid phone', ['phone_number']],
    ['openid email phone', ['email', 'email_verified', 'phone_number']],
    ['openid email orders/read', ['email', 'email_verified']],
  ];
  test.each(limited)('%s', async (scope, names) => {
    expect(Object.keys(await claimsFor(scope)).toSorted()).toEqual([...names, 'sub', 'username'].toSorted());
    const id = Object.keys(payloadOf((await tokensFor(scope)).id_token));
    const attributes = id.filter((name) => name in EVERYTHING && name !== 'sub');
    expect(attributes.toSorted()).toEqual(names);
  });

  test.each(['openid', 'openid profile', 'openid profile email', 'openid orders/read'])('%s: all', async (scope) => {
    expect(await claimsFor(scope)).toEqual(EVERYTHING);
    expect(payloadOf((await tokensFor(scope)).id_token)).toMatchObject({
      name: 'Jane Doe',
      email_verified: true,
      updated_at: 1_700_000_000,
    });
  });

  test('never more than the client may read', async () => {
    const settings = codeClient({ ReadAttributes: ['email'] });
    const { ClientId } = await createClient(world.app, world.poolId, settings);
    const code = await codeFor(world, { client_id: ClientId, scope: 'openid profile' });
    const { body } = await exchange(world, code, { client_id: ClientId });
    const claims = (await (await userInfo(world, body.access_token ?? '')).json()) as object;
    expect(Object.keys(claims).toSorted()).toEqual(['email', 'sub', 'username']);
  });
});

describe('ways to ask', () => {
  test('a POST, with the token in the header or in the form', async () => {
    const accessToken = (await tokensFor('openid email')).access_token ?? '';
    const at = `${world.site}/oauth2/userInfo`;
    const byHeader = await fetch(at, { method: 'POST', headers: { authorization: `Bearer ${accessToken}` } });
    const byForm = await fetch(at, { method: 'POST', body: new URLSearchParams({ access_token: accessToken }) });
    expect([byHeader.status, byForm.status]).toEqual([200, 200]);
    expect(await byHeader.json()).toEqual(await byForm.json());
  });

  test('two at once, none, or the address are an invalid_request', async () => {
    const accessToken = (await tokensFor('openid')).access_token ?? '';
    const at = `${world.site}/oauth2/userInfo`;
    const answers = await Promise.all([
      fetch(at, {
        method: 'POST',
        headers: { authorization: `Bearer ${accessToken}` },
        body: new URLSearchParams({ access_token: accessToken }),
      }),
      fetch(at),
      fetch(`${at}?access_token=${accessToken}`),
      fetch(at, { headers: { authorization: `Basic ${accessToken}` } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect(answers.map(({ headers }) => headers.get('www-authenticate'))).toEqual(
      answers.map(() => 'Bearer error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"'),
    );
  });

  test('other methods are not allowed, and browsers of any origin may ask', async () => {
    const at = `${world.site}/oauth2/userInfo`;
    expect((await fetch(at, { method: 'DELETE' })).status).toBe(405);
    const preflight = await fetch(at, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'GET' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    const refused = await fetch(at, { headers: { origin: 'http://localhost:3000' } });
    expect(refused.headers.get('access-control-expose-headers')).toBe('WWW-Authenticate');
  });
});

describe('tokens that do not do', () => {
  const EXPECTED =
    'Bearer error="invalid_token", error_description="Access token is expired, disabled, or deleted, or the user has globally signed out."';
  const refused = async (accessToken: string) => {
    const answer = await userInfo(world, accessToken);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, EXPECTED]);
  };

  test('no token, an ID token, a refresh token', async () => {
    const tokens = await tokensFor('openid');
    for (const each of ['abc', tokens.id_token, tokens['refresh_token']]) await refused(each ?? '');
  });

  test('one that is over', async () => {
    const { access_token: accessToken = '' } = await tokensFor('openid');
    world.app.clock.advance(3_600_001);
    await refused(accessToken);
  });

  test('one of a client by itself', async () => {
    const { ClientId, ClientSecret } = await createClient(world.app, world.poolId, {
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['orders/read'],
    });
    const parameters = { grant_type: 'client_credentials', client_id: ClientId, client_secret: ClientSecret };
    const { body } = await token(world, parameters);
    await refused(body.access_token ?? '');
  });

  test.each([
    ['disabled', AdminDisableUserCommand],
    ['signed out everywhere', AdminUserGlobalSignOutCommand],
    ['deleted', AdminDeleteUserCommand],
  ])('one of somebody who was %s', async (_name, Command) => {
    const user = await createConfirmedUser(world.app, world.poolId);
    const code = await codeFor(world, {}, await sessionOf(world, user.sub));
    const { body } = await exchange(world, code);
    const { access_token: accessToken = '' } = body;
    expect((await userInfo(world, accessToken)).status).toBe(200);
    await world.app.cognito.send(
      new Command({ UserPoolId: world.poolId, Username: user.username }) as AdminDisableUserCommand,
    );
    await refused(accessToken);
  });

  test('one of another pool', async () => {
    const other = await startWorld();
    try {
      const { body } = await exchange(other, await codeFor(other));
      await refused(body.access_token ?? '');
    } finally {
      await other.stop();
    }
  });

  test('one without openid lacks the scope', async () => {
    const { AuthenticationResult } = await world.app.cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: world.clientId,
        AuthParameters: { USERNAME: world.user.username, PASSWORD: world.user.password },
      }),
    );
    const answer = await userInfo(world, AuthenticationResult?.AccessToken ?? '');
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer error="insufficient_scope"/);
  });
});
