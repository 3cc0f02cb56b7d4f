/** Clients with a secret: SECRET_HASH in AuthParameters and in ChallengeResponses. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { answer, begin, byPassword, invite, type Place, refused, srpAnswer } from './support/house.ts';
import { srpClient } from './support/srp-client.ts';

let app: TestApp;
let place: Place;
let open: Place;
let secret: string;

beforeAll(async () => {
  app = await startTestApp();
  const { Id: poolId } = await createPool(app, { AliasAttributes: ['email'] });
  const { ClientId: clientId, ClientSecret } = await createClient(app, poolId, { GenerateSecret: true });
  place = { poolId, clientId };
  secret = ClientSecret as string;
  open = { poolId, clientId: (await createClient(app, poolId)).ClientId };
});
afterAll(() => app.stop());

const hashOf = (name: string, clientId = place.clientId): string =>
  createHmac('sha256', secret).update(name).update(clientId).digest('base64');

const missing = () => `Client ${place.clientId} is configured with secret but SECRET_HASH was not received`;
const wrong = () => `Unable to verify secret hash for client ${place.clientId}`;

describe('SECRET_HASH', () => {
  test('lets every flow through when it is right', async () => {
    const { username, password } = await createConfirmedUser(app, place.poolId);
    const SECRET_HASH = hashOf(username);
    const { AuthenticationResult } = await byPassword(app, place, username, password, { SECRET_HASH });
    const { given } = await srpAnswer(app, place, username, password, { SECRET_HASH });
    const bySrp = await answer(app, place, 'PASSWORD_VERIFIER', given);
    expect(bySrp.AuthenticationResult?.TokenType).toBe('Bearer');
    const REFRESH_TOKEN = AuthenticationResult?.RefreshToken as string;
    const refreshed = await begin(app, place, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN, SECRET_HASH });
    expect(refreshed.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test.each([
    ['missing', undefined, missing],
    ['of another name', 'someone-else', wrong],
  ] as const)('%s stops every request', async (_what, name, message) => {
    const { username, password, sub } = await createConfirmedUser(app, place.poolId);
    const good = { SECRET_HASH: hashOf(username) };
    const bad: Record<string, string> = name ? { SECRET_HASH: hashOf(name) } : {};
    const say = (attempt: Promise<unknown>) => refused(attempt, 'NotAuthorizedException', message());
    await say(byPassword(app, place, username, password, bad));
    await say(begin(app, place, 'USER_SRP_AUTH', { USERNAME: username, SRP_A: srpClient().SRP_A, ...bad }));
    const { given } = await srpAnswer(app, place, username, password, good);
    const { SECRET_HASH: _, ...without } = given;
    await say(answer(app, place, 'PASSWORD_VERIFIER', { ...without, ...bad }));
    const { AuthenticationResult } = await byPassword(app, place, username, password, good);
    const REFRESH_TOKEN = AuthenticationResult?.RefreshToken as string;
    await say(begin(app, place, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN, ...bad }));
    const bySub = await begin(app, place, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN, SECRET_HASH: hashOf(sub) });
    expect(bySub.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('is checked before the password and before who exists', async () => {
    await refused(byPassword(app, place, 'nobody', PASSWORD), 'NotAuthorizedException', missing());
    const sent = byPassword(app, place, 'nobody', PASSWORD, { SECRET_HASH: 'AAAA' });
    await refused(sent, 'NotAuthorizedException', wrong());
  });

  test('is made with the name as sent: an alias with the alias', async () => {
    const email = 'alias@example.com';
    const attributes = { email, email_verified: 'true' };
    const { username, password } = await createConfirmedUser(app, place.poolId, { attributes });
    const good = await byPassword(app, place, email, password, { SECRET_HASH: hashOf(email) });
    expect(good.AuthenticationResult?.TokenType).toBe('Bearer');
    const sent = byPassword(app, place, email, password, { SECRET_HASH: hashOf(username) });
    await refused(sent, 'NotAuthorizedException', wrong());
  });

  test('is asked for with the new password', async () => {
    await invite(app, place, 'guest', 'Temporary-horse-1');
    const SECRET_HASH = hashOf('guest');
    const { Session } = await byPassword(app, place, 'guest', 'Temporary-horse-1', { SECRET_HASH });
    const given = { USERNAME: 'guest', NEW_PASSWORD: PASSWORD };
    const sent = answer(app, place, 'NEW_PASSWORD_REQUIRED', given, Session);
    await refused(sent, 'NotAuthorizedException', missing());
    const done = await answer(app, place, 'NEW_PASSWORD_REQUIRED', { ...given, SECRET_HASH }, Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('means nothing to a client without a secret', async () => {
    const { username, password } = await createConfirmedUser(app, place.poolId);
    const sent = byPassword(app, open, username, password, { SECRET_HASH: hashOf(username, open.clientId) });
    const message = `Unable to verify secret hash for client ${open.clientId}`;
    await refused(sent, 'NotAuthorizedException', message);
  });
});
