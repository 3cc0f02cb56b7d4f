/** What must happen once happens once, on both engines. */
import { AssociateSoftwareTokenCommand, VerifySoftwareTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminAnswer, answer, byPassword, srpAnswer } from '../auth/support/house.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { accessToken, enrolledUser, mfaPlace, type Place, prefer, sentCode, totp, wrongTotp } from './support.ts';

const TOTP = 'SOFTWARE_TOKEN_MFA';
const PHONE = '+15550300001';

describe.each(['sqlite', 'postgres'] as const)('at once, on %s', (engine) => {
  let app: TestApp;
  let place: Place;

  beforeAll(async () => {
    app = await startTestApp({ engine });
    place = await mfaPlace(app);
  });
  afterAll(() => app.stop());

  const sessionOf = async (username: string) => (await byPassword(app, place, username, PASSWORD)).Session as string;

  const names = (results: readonly PromiseSettledResult<unknown>[]): string[] =>
    results.map((result) => (result.status === 'fulfilled' ? 'through' : String(result.reason.name))).sort();

  test('one code in many sessions signs in one of them', async () => {
    const { username, secret } = await enrolledUser(app, place);
    const sessions = await Promise.all([1, 2, 3, 4].map(() => sessionOf(username)));
    const given = { USERNAME: username, [`${TOTP}_CODE`]: totp(app, secret) };
    const results = await Promise.allSettled(
      sessions.map((session, at) => (at % 2 ? answer : adminAnswer)(app, place, TOTP, given, session)),
    );
    expect(names(results)).toEqual([...Array(3).fill('ExpiredCodeException'), 'through']);
  });

  test('one session takes one of several right codes', async () => {
    const { username, secret } = await enrolledUser(app, place);
    const session = await sessionOf(username);
    const results = await Promise.allSettled(
      [-1, 0, 1].map((away) =>
        answer(app, place, TOTP, { USERNAME: username, [`${TOTP}_CODE`]: totp(app, secret, away) }, session),
      ),
    );
    expect(names(results)).toEqual(['NotAuthorizedException', 'NotAuthorizedException', 'through']);
  });

  test('a burst of guesses is five', async () => {
    const { username, secret } = await enrolledUser(app, place);
    const session = await sessionOf(username);
    const given = { USERNAME: username, [`${TOTP}_CODE`]: wrongTotp(app, secret) };
    const results = await Promise.allSettled(Array.from({ length: 9 }, () => answer(app, place, TOTP, given, session)));
    expect(names(results)).toEqual([
      ...Array(5).fill('CodeMismatchException'),
      ...Array(4).fill('NotAuthorizedException'),
    ]);
  });

  test('a token is verified once', async () => {
    const { username } = await createConfirmedUser(app, place.poolId);
    const AccessToken = await accessToken(app, place, username);
    const { SecretCode = '' } = await app.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const verify = () =>
      app.cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(app, SecretCode) }));
    const results = await Promise.allSettled([verify(), verify()]);
    expect(names(results).filter((name) => name === 'through')).toHaveLength(1);
  });

  test('one right password proof sends one message', async () => {
    const { username } = await createConfirmedUser(app, place.poolId, { attributes: { phone_number: PHONE } });
    await prefer(app, place, username, { SMSMfaSettings: { Enabled: true } });
    const { given } = await srpAnswer(app, place, username, PASSWORD);
    const results = await Promise.allSettled([1, 2, 3].map(() => answer(app, place, 'PASSWORD_VERIFIER', given)));
    expect(names(results)).toEqual(['NotAuthorizedException', 'NotAuthorizedException', 'through']);
    expect(await app.mailbox({ userPoolId: place.poolId, to: PHONE })).toHaveLength(1);
    const through = results.find((result) => result.status === 'fulfilled');
    const code = await sentCode(app, place, PHONE);
    const done = await Promise.allSettled(
      [1, 2].map(() =>
        answer(app, place, 'SMS_MFA', { USERNAME: username, SMS_MFA_CODE: code }, through?.value.Session),
      ),
    );
    expect(names(done).filter((name) => name === 'through')).toHaveLength(1);
  });
});
