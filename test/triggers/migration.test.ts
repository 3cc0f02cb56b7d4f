/** UserMigration, at sign-in and for forgotten passwords. */
import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, byPassword, refused, WRONG } from '../auth/support/house.ts';
import { srpClient } from '../auth/support/srp-client.ts';
import { createConfirmedUser } from '../support/builders.ts';
import type { Event, Handler } from './support/lambda.ts';
import { envelope, type Place, type Stage, startStage, withTriggers } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const OLD = 'old';
const LEGACY = { PreventUserExistenceErrors: 'LEGACY' } as const;

/** The old directory knows `old` as the only password. */
const bringing =
  (response: object): Handler =>
  (event) => {
    if (event.request.password !== null && event.request.password !== OLD) throw new Error('Bad password');
    return { ...event, response: { ...event.response, ...response } };
  };

const ANSWER = {
  userAttributes: { email: 'anna@example.com', email_verified: 'true' },
  finalUserStatus: 'CONFIRMED',
  messageAction: 'SUPPRESS',
};

const userOf = async ({ poolId }: Place, Username: string) => {
  const user = await stage.app.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
  const attributes = Object.fromEntries((user.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
  return { status: user.UserStatus, username: user.Username, attributes, mfa: user.UserMFASettingList };
};
const missing = (place: Place, name: string) =>
  refused(userOf(place, name), 'UserNotFoundException', 'User does not exist.');

const heard = (place: Place, name: string, source: string, request: object) => ({
  ...envelope(place, place.clientId, name, source),
  request: { password: null, validationData: null, userAttributes: null, ...request },
  response: {
    userAttributes: null,
    forceAliasCreation: null,
    enableSMSMFA: null,
    finalUserStatus: null,
    messageAction: null,
    desiredDeliveryMediums: null,
  },
});

describe('UserMigration at sign-in', () => {
  test('brings a user along who signs in at once, and from then on without the function', async () => {
    const arn = stage.lambda.deploy(bringing(ANSWER));
    const place = await withTriggers(stage, { UserMigration: arn });
    const done = await stage.app.cognito.send(
      new InitiateAuthCommand({
        ClientId: place.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'anna', PASSWORD: OLD },
        ClientMetadata: { shop: '9' },
      }),
    );
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
    expect(stage.lambda.events(arn)).toEqual([
      heard(place, 'anna', 'UserMigration_Authentication', { password: OLD, validationData: { shop: '9' } }),
    ]);
    expect(await userOf(place, 'anna')).toMatchObject({ status: 'CONFIRMED', attributes: ANSWER.userAttributes });
    await expect(byPassword(stage.app, place, 'anna', OLD)).resolves.toHaveProperty('AuthenticationResult');
    await refused(byPassword(stage.app, place, 'anna', 'wrong'), 'NotAuthorizedException', WRONG);
    expect(stage.lambda.events(arn)).toHaveLength(1);
    expect(await stage.app.mailbox({ userPoolId: place.poolId })).toEqual([]);
  });

  test('works in administrators’ sign-ins, and for names that are e-mail addresses', async () => {
    const arn = stage.lambda.deploy(bringing(ANSWER));
    const place = await withTriggers(stage, { UserMigration: arn }, { UsernameAttributes: ['email'] });
    await stage.app.cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: place.poolId,
        ClientId: place.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'anna@example.com', PASSWORD: OLD },
      }),
    );
    const { attributes, username } = await userOf(place, 'anna@example.com');
    expect(attributes).toMatchObject(ANSWER.userAttributes);
    expect(username).toBe(attributes['sub']);
  });

  test('takes the username from the function where the person typed an alias', async () => {
    const userAttributes = { ...ANSWER.userAttributes, username: 'anna' };
    const arn = stage.lambda.deploy(bringing({ ...ANSWER, userAttributes }));
    const place = await withTriggers(stage, { UserMigration: arn }, { AliasAttributes: ['email'] });
    await byPassword(stage.app, place, 'anna@example.com', OLD);
    expect((await userOf(place, 'anna@example.com')).username).toBe('anna');
  });

  test('confirms where the function names no status, and has the password reset where it says so', async () => {
    const silent = stage.lambda.deploy(bringing({ ...ANSWER, finalUserStatus: null }));
    const confirmed = await withTriggers(stage, { UserMigration: silent });
    await byPassword(stage.app, confirmed, 'anna', OLD);
    expect((await userOf(confirmed, 'anna')).status).toBe('CONFIRMED');
    const strict = stage.lambda.deploy(bringing({ ...ANSWER, finalUserStatus: 'RESET_REQUIRED' }));
    const place = await withTriggers(stage, { UserMigration: strict });
    const message = 'Password reset required for the user';
    await refused(byPassword(stage.app, place, 'anna', OLD), 'PasswordResetRequiredException', message);
    expect((await userOf(place, 'anna')).status).toBe('RESET_REQUIRED');
  });

  test('brings one user for two sign-ins at once', async () => {
    const arn = stage.lambda.deploy(bringing(ANSWER));
    const place = await withTriggers(stage, { UserMigration: arn });
    const both = await Promise.all([1, 2].map(() => byPassword(stage.app, place, 'anna', OLD)));
    expect(both.map(({ AuthenticationResult }) => AuthenticationResult?.TokenType)).toEqual(['Bearer', 'Bearer']);
  });

  test('does not let anybody into an account that took the name meanwhile', async () => {
    const arn = stage.lambda.deploy(async (event) => {
      await createConfirmedUser(stage.app, event.userPoolId, { username: 'anna', password: 'Another-horse-2' });
      return bringing(ANSWER)(event);
    });
    const hidden = { PreventUserExistenceErrors: 'ENABLED' } as const;
    const place = await withTriggers(stage, { UserMigration: arn }, {}, hidden);
    await refused(byPassword(stage.app, place, 'anna', OLD), 'NotAuthorizedException', WRONG);
  });

  test('takes an alias from whoever has it only when told to', async () => {
    const response: Event = { ...ANSWER };
    const arn = stage.lambda.deploy((event) => bringing(response)(event));
    const place = await withTriggers(stage, { UserMigration: arn }, { AliasAttributes: ['email'] }, LEGACY);
    const attributes = ANSWER.userAttributes;
    const { username } = await createConfirmedUser(stage.app, place.poolId, { attributes });
    const message = `Exception migrating user in app client ${place.clientId}`;
    await refused(byPassword(stage.app, place, 'anna', OLD), 'UserNotFoundException', message);
    response.forceAliasCreation = true;
    await byPassword(stage.app, place, 'anna', OLD);
    expect((await userOf(place, 'anna@example.com')).username).toBe('anna');
    expect((await userOf(place, username)).attributes['email_verified']).toBe('false');
  });

  test('switches SMS on as second factor', async () => {
    const userAttributes = { phone_number: '+15555550100', phone_number_verified: 'true' };
    const arn = stage.lambda.deploy(bringing({ ...ANSWER, userAttributes, enableSMSMFA: true }));
    const place = await withTriggers(stage, { UserMigration: arn });
    await byPassword(stage.app, place, 'anna', OLD);
    expect((await userOf(place, 'anna')).mfa).toEqual(['SMS_MFA']);
  });

  test.each([
    ['what it says of the password is not told', 'LEGACY', 'wrong', {}],
    ['nor that it failed', 'LEGACY', OLD, { userAttributes: null }],
    ['nor that the pool takes no such attributes', 'LEGACY', OLD, { userAttributes: { shoe_size: '9' } }],
    ['nor that a status is none', 'LEGACY', OLD, { finalUserStatus: 'HAPPY' }],
    ['nor that a medium is none', 'LEGACY', OLD, { desiredDeliveryMediums: ['PIGEON'] }],
    ['and where the client hides who exists, nothing at all', 'ENABLED', 'wrong', {}],
    ['however it failed', 'ENABLED', OLD, { userAttributes: null }],
  ] as const)('refuses: %s', async (_what, PreventUserExistenceErrors, password, response) => {
    const arn = stage.lambda.deploy(bringing({ ...ANSWER, ...response }));
    const place = await withTriggers(stage, { UserMigration: arn }, {}, { PreventUserExistenceErrors });
    const sent = byPassword(stage.app, place, 'anna', password);
    if (PreventUserExistenceErrors === 'ENABLED') await refused(sent, 'NotAuthorizedException', WRONG);
    else {
      const message = `Exception migrating user in app client ${place.clientId}`;
      await refused(sent, 'UserNotFoundException', message);
    }
    await missing(place, 'anna');
  });

  test('stops asking after too many wrong passwords', async () => {
    const arn = stage.lambda.deploy(bringing(ANSWER));
    const place = await withTriggers(stage, { UserMigration: arn });
    for (let guess = 0; guess < 5; guess += 1)
      await byPassword(stage.app, place, 'anna', 'wrong').catch(() => undefined);
    const sent = byPassword(stage.app, place, 'anna', OLD);
    await refused(sent, 'NotAuthorizedException', 'Password attempts exceeded');
    expect(stage.lambda.events(arn)).toHaveLength(5);
  });

  test('works in a choice-based sign-in that begins with the password, and in no other', async () => {
    const arn = stage.lambda.deploy(bringing(ANSWER));
    const place = await withTriggers(
      stage,
      { UserMigration: arn },
      {},
      { ...LEGACY, ExplicitAuthFlows: ['ALLOW_USER_AUTH'] },
    );
    const choose = (given: Record<string, string>) =>
      begin(stage.app, place, 'USER_AUTH', { USERNAME: 'anna', ...given });
    await refused(choose({ PREFERRED_CHALLENGE: 'EMAIL_OTP' }), 'UserNotFoundException', 'User does not exist.');
    await refused(
      choose({ PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: WRONG }),
      'UserNotFoundException',
      `Exception migrating user in app client ${place.clientId}`,
    );
    const done = await choose({ PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: OLD });
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
    expect((await userOf(place, 'anna')).status).toBe('CONFIRMED');
  });

  test('is no matter of SRP, which brings no password along', async () => {
    const arn = stage.lambda.deploy(bringing(ANSWER));
    const place = await withTriggers(stage, { UserMigration: arn }, {}, LEGACY);
    const given = { USERNAME: 'anna', SRP_A: srpClient().SRP_A };
    const sent = begin(stage.app, place, 'USER_SRP_AUTH', given);
    await refused(sent, 'UserNotFoundException', 'User does not exist.');
    expect(stage.lambda.events(arn)).toEqual([]);
  });

  test('never mails a password that its owner has chosen', async () => {
    const welcome = { ...ANSWER, messageAction: null, desiredDeliveryMediums: ['EMAIL'] };
    const arn = stage.lambda.deploy(bringing(welcome));
    const plain = await withTriggers(stage, { UserMigration: arn });
    await byPassword(stage.app, plain, 'anna', OLD);
    expect(await stage.app.mailbox({ userPoolId: plain.poolId })).toEqual([]);
  });
});

describe('UserMigration for a forgotten password', () => {
  const forgot = ({ clientId: ClientId }: Place, Username: string, ClientMetadata?: Record<string, string>) =>
    stage.app.cognito.send(new ForgotPasswordCommand({ ClientId, Username, ClientMetadata }));

  test('brings the user along and sends the code', async () => {
    const arn = stage.lambda.deploy(bringing({ ...ANSWER, finalUserStatus: null }));
    const place = await withTriggers(stage, { UserMigration: arn });
    const { CodeDeliveryDetails } = await forgot(place, 'anna', { a: 'b' });
    expect(CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: 'a***@e***',
    });
    expect(stage.lambda.events(arn)).toEqual([
      heard(place, 'anna', 'UserMigration_ForgotPassword', { clientMetadata: { a: 'b' } }),
    ]);
    expect((await userOf(place, 'anna')).status).toBe('RESET_REQUIRED');
    expect(await stage.app.mailbox({ userPoolId: place.poolId })).toMatchObject([{ kind: 'forgot-password' }]);
  });

  const refusing: Handler = () => {
    throw new Error('never heard of');
  };

  test('says what the function says where the client tells who exists', async () => {
    const place = await withTriggers(stage, { UserMigration: stage.lambda.deploy(refusing) }, {}, LEGACY);
    const message = 'UserMigration failed with error never heard of.';
    await refused(forgot(place, 'anna'), 'UserLambdaValidationException', message);
    await missing(place, 'anna');
  });

  test('answers as for any name where it hides that', async () => {
    const hidden = { PreventUserExistenceErrors: 'ENABLED' } as const;
    const place = await withTriggers(stage, { UserMigration: stage.lambda.deploy(refusing) }, {}, hidden);
    const { CodeDeliveryDetails } = await forgot(place, 'anna');
    expect(CodeDeliveryDetails?.DeliveryMedium).toBe('EMAIL');
    await missing(place, 'anna');
  });
});
