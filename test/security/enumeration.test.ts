/** Ways to tell a name that somebody has from one that nobody has, each tried by comparing what two calls answer. */
import {
  AdminDisableUserCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { signUp } from '../accounts/support.ts';
import { answer, type Place } from '../auth/support/house.ts';
import { choose, makePlace, reachable } from '../passwordless/support.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let place: Place;
let known: string;
const unknown = 'nobody';

beforeAll(async () => {
  app = await startTestApp();
  place = await makePlace(
    app,
    ['PASSWORD', 'EMAIL_OTP'],
    { AutoVerifiedAttributes: ['email'] },
    { PreventUserExistenceErrors: 'ENABLED' },
  );
  ({ username: known } = await reachable(app, place));
});
afterAll(() => app?.stop());

const refusal = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'accepted',
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe('a choice-based sign-in that goes on under another name', () => {
  test.each([
    ['', 'SELECT_CHALLENGE', { ANSWER: 'PASSWORD' }],
    ['PASSWORD', 'PASSWORD', { PASSWORD: 'Wrong-horse-1' }],
    ['PASSWORD_SRP', 'PASSWORD_SRP', { SRP_A: 'abc1' }],
    ['EMAIL_OTP', 'EMAIL_OTP', { EMAIL_OTP_CODE: '000000' }],
  ])('is refused, whoever it began with (%j)', async (preferred, challenge, given) => {
    for (const name of [known, unknown]) {
      const { Session } = await choose(app, place, name, preferred);
      const other = answer(app, place, challenge, { USERNAME: 'somebody-else', ...given }, Session);
      expect(await refusal(other)).toBe('NotAuthorizedException: Invalid session for the user.');
    }
  });
});

const ClientId = () => place.clientId;
const destinations = async (Username: string) => {
  const forgot = await app.cognito.send(new ForgotPasswordCommand({ ClientId: ClientId(), Username }));
  const resent = await app.cognito.send(new ResendConfirmationCodeCommand({ ClientId: ClientId(), Username }));
  const asked = await choose(app, place, Username, 'EMAIL_OTP');
  return [
    forgot.CodeDeliveryDetails?.Destination,
    resent.CodeDeliveryDetails?.Destination,
    asked.ChallengeParameters?.['CODE_DELIVERY_DESTINATION'],
  ];
};

describe('addresses that answers show', () => {
  it('are the same in all answers about a name, whether somebody has it or nobody', async () => {
    for (const name of [known, unknown]) {
      const shown = await destinations(name);
      expect(shown[0]).toMatch(/^.\*\*\*@.\*\*\*$/);
      expect(new Set(shown).size).toBe(1);
    }
  });

  it('are those of an account that waits for its confirmation', async () => {
    await signUp({ app, ...place }, 'waiting', { email: 'waiting@example.com' });
    const Username = 'waiting';
    const forgot = await app.cognito.send(new ForgotPasswordCommand({ ClientId: ClientId(), Username }));
    expect(forgot.CodeDeliveryDetails?.Destination).toBe('w***@e***');
  });
});

describe('ConfirmSignUp', () => {
  const confirm = (Username: string, ConfirmationCode = '000000') =>
    refusal(app.cognito.send(new ConfirmSignUpCommand({ ClientId: ClientId(), Username, ConfirmationCode })));

  it('answers for an account that is confirmed, or disabled, as for nobody', async () => {
    await signUp({ app, ...place }, 'off', { email: 'off@example.com' });
    await app.cognito.send(new AdminDisableUserCommand({ UserPoolId: place.poolId, Username: 'off' }));
    const { username: confirmed } = await reachable(app, place);
    const nobody = await confirm('no-such-name');
    expect(nobody).toBe('ExpiredCodeException: Invalid code provided, please request a code again.');
    for (const name of [confirmed, 'off']) expect(await confirm(name)).toBe(nobody);
  });

  it('counts codes for a confirmed account as for nobody', async () => {
    const { username: confirmed } = await reachable(app, place);
    for (const name of [confirmed, 'no-other-name']) {
      await app.cognito.send(new ResendConfirmationCodeCommand({ ClientId: ClientId(), Username: name }));
      for (let tries = 0; tries < 5; tries += 1) {
        expect(await confirm(name)).toBe(
          'CodeMismatchException: Invalid verification code provided, please try again.',
        );
      }
      expect(await confirm(name)).toMatch(/^LimitExceededException: /);
    }
  });
});
