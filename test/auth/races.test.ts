/** What must happen once happens once, however many ask at the same moment, on both engines. */
import { GetTokensFromRefreshTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { answer, byPassword, bySrp, invite, type Place, refused, srpAnswer, WRONG } from './support/house.ts';

const TEN = Array.from({ length: 10 });
const USED = 'Invalid session for the user, session can only be used once.';

interface Outcome {
  readonly won: number;
  readonly losses: string[];
}

const outcome = async (attempts: Promise<unknown>[]): Promise<Outcome> => {
  const all = await Promise.allSettled(attempts);
  const rejected = all.filter((each) => each.status === 'rejected');
  return {
    won: all.length - rejected.length,
    losses: [...new Set(rejected.map(({ reason }) => (reason as Error).message))],
  };
};

describe.each(['sqlite', 'postgres'] as const)('at once, on %s', (engine) => {
  let app: TestApp;
  let place: Place;

  beforeAll(async () => {
    app = await startTestApp({ engine });
    const { Id: poolId } = await createPool(app);
    place = { poolId, clientId: (await createClient(app, poolId)).ClientId };
  }, 60_000);
  afterAll(() => app.stop());

  test('ten answers with one SECRET_BLOCK: one signs in', async () => {
    const { username, password } = await createConfirmedUser(app, place.poolId);
    const { given } = await srpAnswer(app, place, username, password);
    const { won, losses } = await outcome(TEN.map(() => answer(app, place, 'PASSWORD_VERIFIER', given)));
    expect(won).toBe(1);
    expect(losses).toEqual([USED]);
  });

  test('ten answers with one Session: one sets the password', async () => {
    await invite(app, place, 'guest', 'Temporary-horse-1');
    const { Session } = await byPassword(app, place, 'guest', 'Temporary-horse-1');
    const passwords = TEN.map((_, index) => `${PASSWORD}-${index}`);
    const send = (NEW_PASSWORD: string) =>
      answer(app, place, 'NEW_PASSWORD_REQUIRED', { USERNAME: 'guest', NEW_PASSWORD }, Session);
    const all = await Promise.allSettled(passwords.map(send));
    const winners = passwords.filter((_, index) => all[index]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const each of all) {
      if (each.status === 'rejected') expect((each.reason as Error).message).toMatch(/^Invalid session for the user/);
    }
    const again = await byPassword(app, place, 'guest', winners[0] as string);
    expect(again.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('ten exchanges of one rotating refresh token: one successor', async () => {
    const { ClientId: clientId } = await createClient(app, place.poolId, {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    });
    const { username, password } = await createConfirmedUser(app, place.poolId);
    const signedIn = await byPassword(app, { poolId: place.poolId, clientId }, username, password);
    const RefreshToken = signedIn.AuthenticationResult?.RefreshToken;
    const exchange = () => app.cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken }));
    expect((await outcome(TEN.map(exchange))).won).toBe(1);
  });

  test('ten right passwords: all sign in', async () => {
    const { username, password } = await createConfirmedUser(app, place.poolId);
    expect(await outcome(TEN.map(() => byPassword(app, place, username, password)))).toEqual({ won: 10, losses: [] });
    expect(await outcome(TEN.map(() => bySrp(app, place, username, password)))).toEqual({ won: 10, losses: [] });
  });

  test('thirty wrong passwords: the count holds, and locks', async () => {
    const { username, password } = await createConfirmedUser(app, place.poolId);
    const wrong = () => byPassword(app, place, username, 'Wrong-horse-1');
    app.clock.stop();
    const all = await Promise.allSettled([...TEN, ...TEN, ...TEN].map(wrong));
    const guessed = all.filter((each) => each.status === 'rejected' && (each.reason as Error).message === WRONG);
    expect(guessed.length).toBeGreaterThanOrEqual(5);
    expect(guessed.length).toBeLessThanOrEqual(8);
    await refused(byPassword(app, place, username, password), 'NotAuthorizedException', 'Password attempts exceeded');
    app.clock.go();
  });
});
