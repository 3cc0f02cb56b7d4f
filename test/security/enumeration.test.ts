/** Ways to tell a name that somebody has from one that nobody has, each tried by comparing what two calls answer. */
import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { createPlace, signUp } from '../accounts/support.ts';
import { answer, begin, bySrp, invite, type Place } from '../auth/support/house.ts';
import { choose, makePlace, reachable } from '../passwordless/support.ts';
import { createConfirmedUser } from '../support/builders.ts';
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

describe('an account in any state', () => {
  const states = ['confirmed', 'disabled', 'reset', 'invited', 'unconfirmed'];
  let house: Place;

  beforeAll(async () => {
    const flows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'] as const;
    house = await createPlace(
      app,
      { UsernameAttributes: ['email'] },
      { PreventUserExistenceErrors: 'ENABLED', ExplicitAuthFlows: [...flows] },
    );
    const UserPoolId = house.poolId;
    for (const state of ['confirmed', 'disabled', 'reset']) {
      await createConfirmedUser(app, UserPoolId, { username: named(state), attributes: { email_verified: 'true' } });
    }
    await app.cognito.send(new AdminDisableUserCommand({ UserPoolId, Username: named('disabled') }));
    await app.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: named('reset') }));
    await invite(app, house, named('invited'), 'Tempo-rary-1', { email_verified: 'true' });
    await signUp({ app, ...house }, named('unconfirmed'));
  });

  const named = (state: string) => `${state}@example.com`;
  const send = (Command: new (input: never) => unknown, input: object) =>
    app.cognito.send(new Command({ ClientId: house.clientId, ...input } as never) as ForgotPasswordCommand);
  const WRONG = 'Wrong-horse-1';
  const code = { ConfirmationCode: '000000' };

  const attempts: Record<string, (Username: string) => Promise<unknown>> = {
    'a password': (USERNAME) => begin(app, house, 'USER_PASSWORD_AUTH', { USERNAME, PASSWORD: WRONG }),
    'an SRP proof': (USERNAME) => bySrp(app, house, USERNAME, WRONG),
    'an SRP question': (USERNAME) => begin(app, house, 'USER_SRP_AUTH', { USERNAME, SRP_A: 'ffff' }),
    'custom sign-in': (USERNAME) => begin(app, house, 'CUSTOM_AUTH', { USERNAME }),
    ForgotPassword: (Username) => send(ForgotPasswordCommand, { Username }),
    ConfirmForgotPassword: (Username) =>
      send(ConfirmForgotPasswordCommand, { Username, ...code, Password: 'New-horse-11' }),
    ResendConfirmationCode: (Username) => send(ResendConfirmationCodeCommand, { Username }),
    ConfirmSignUp: (Username) => send(ConfirmSignUpCommand, { Username, ...code, ForceAliasCreation: true }),
  };

  /** What differs from person to person, made alike. */
  const outline = (answered: unknown): string =>
    JSON.stringify(answered, (name, value: unknown) => {
      if (name === '$metadata') return undefined;
      if (typeof value !== 'string') return value;
      if (/^(Session|SALT|SECRET_BLOCK|SRP_B)$/.test(name)) return 'random';
      return value.replace(/^.\*\*\*@/, '?***@').replace(/^[0-9a-f-]{36}$/, 'uuid');
    });

  test.each(Object.entries(attempts))('answers as nobody does to %s', async (_what, attempt) => {
    const answers = async (name: string) => attempt(named(name)).then(outline, (error: Error) => `${error}`);
    // ConfirmForgotPassword comes after ForgotPassword, ConfirmSignUp after ResendConfirmationCode: codes are out for all.
    const nobody = await answers('nobody');
    for (const state of states) expect([state, await answers(state)]).toEqual([state, nobody]);
  });
});
