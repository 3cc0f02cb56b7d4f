/** CustomMessage: every source, every placeholder. */
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  ResendConfirmationCodeCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, byPassword, refused } from '../auth/support/house.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import type { Handler } from './support/lambda.ts';
import { envelope, NO_CLIENT, type Place, type Stage, signUp, startStage, withTriggers } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const MAIL = 'anna@example.com';
const META = { locale: 'de' };

/** German for those who ask for it. */
const wording: Handler = (event) => {
  const { codeParameter, usernameParameter, clientMetadata } = event.request;
  const hello = clientMetadata?.locale === 'de' ? 'Hallo' : 'Hello';
  const whom = usernameParameter ?? event.userName;
  return {
    ...event,
    response: {
      emailSubject: `${hello}!`,
      emailMessage: `<b>${hello} ${whom}: ${codeParameter}</b>`,
      smsMessage: `${hello} ${whom}: ${codeParameter}`,
    },
  };
};

const heard = (place: Place, clientId: string, name: string, source: string, request: object) => ({
  ...envelope(place, clientId, name, `CustomMessage_${source}`),
  request: {
    codeParameter: '{####}',
    linkParameter: '{##Click Here##}',
    usernameParameter: null,
    ...request,
  },
  response: { smsMessage: null, emailMessage: null, emailSubject: null },
});

const worded = async (place: Place, name: string, to = MAIL) => {
  const [message] = await stage.app.mailbox({ userPoolId: place.poolId, to });
  expect(message).toMatchObject({ subject: 'Hallo!', body: `<b>Hallo ${name}: ${message?.code}</b>` });
};

/** A signed-up user, and a place whose function has heard of that. */
const begun = async () => {
  const arn = stage.lambda.deploy(wording);
  const place = await withTriggers(stage, { CustomMessage: arn });
  const { UserSub: sub } = await signUp(stage, place, 'anna', { email: MAIL }, { ClientMetadata: META });
  const userAttributes = { sub, 'cognito:user_status': 'UNCONFIRMED', email: MAIL, email_verified: 'false' };
  return { arn, place, userAttributes };
};

const confirmed = async () => {
  const arn = stage.lambda.deploy(wording);
  const place = await withTriggers(stage, { CustomMessage: arn });
  const attributes = { email: MAIL, email_verified: 'true' };
  const { username, sub } = await createConfirmedUser(stage.app, place.poolId, { attributes });
  const { AuthenticationResult } = await byPassword(stage.app, place, username, PASSWORD);
  const userAttributes = { sub, 'cognito:user_status': 'CONFIRMED', ...attributes };
  return { arn, place, username, userAttributes, AccessToken: AuthenticationResult?.AccessToken as string };
};

describe('CustomMessage', () => {
  test('words the code of a sign-up, and of another one', async () => {
    const { arn, place, userAttributes } = await begun();
    await worded(place, 'anna');
    await stage.app.cognito.send(
      new ResendConfirmationCodeCommand({ ClientId: place.clientId, Username: 'anna', ClientMetadata: META }),
    );
    await worded(place, 'anna');
    const request = { userAttributes, clientMetadata: META };
    expect(stage.lambda.events(arn)).toEqual([
      heard(place, place.clientId, 'anna', 'SignUp', request),
      heard(place, place.clientId, 'anna', 'ResendCode', request),
    ]);
  });

  test('words the code for a forgotten password, of the user’s and of the administrator’s asking', async () => {
    const { arn, place, username, userAttributes } = await confirmed();
    await stage.app.cognito.send(
      new ForgotPasswordCommand({ ClientId: place.clientId, Username: username, ClientMetadata: META }),
    );
    await worded(place, username);
    const named = { UserPoolId: place.poolId, Username: username };
    await stage.app.cognito.send(new AdminResetUserPasswordCommand({ ...named, ClientMetadata: META }));
    await worded(place, username);
    const request = { userAttributes, clientMetadata: META };
    expect(stage.lambda.events(arn)).toEqual([
      heard(place, place.clientId, username, 'ForgotPassword', request),
      heard(place, NO_CLIENT, username, 'ForgotPassword', request),
    ]);
  });

  test('words the code for a new address, which stands among the attributes', async () => {
    const { arn, place, username, userAttributes, AccessToken } = await confirmed();
    const changed = (email: string) => [{ Name: 'email', Value: email }];
    await stage.app.cognito.send(
      new UpdateUserAttributesCommand({ AccessToken, UserAttributes: changed('b@example.com'), ClientMetadata: META }),
    );
    await worded(place, username, 'b@example.com');
    await stage.app.cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: place.poolId,
        Username: username,
        UserAttributes: changed('c@example.com'),
        ClientMetadata: META,
      }),
    );
    await worded(place, username, 'c@example.com');
    const [own, administrators] = stage.lambda.events(arn);
    const request = { userAttributes: { ...userAttributes, email: 'b@example.com' }, clientMetadata: META };
    expect(own).toEqual(heard(place, place.clientId, username, 'UpdateUserAttribute', request));
    expect(administrators).toMatchObject({
      triggerSource: 'CustomMessage_UpdateUserAttribute',
      callerContext: { clientId: NO_CLIENT },
      request: { userAttributes: { email: 'c@example.com' }, clientMetadata: META },
    });
  });

  test('words the code for an address to verify', async () => {
    const { arn, place, username, userAttributes, AccessToken } = await confirmed();
    await stage.app.cognito.send(
      new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email', ClientMetadata: META }),
    );
    await worded(place, username);
    expect(stage.lambda.events(arn)).toEqual([
      heard(place, place.clientId, username, 'VerifyUserAttribute', { userAttributes, clientMetadata: META }),
    ]);
  });

  test('words an invitation once for both ways to send it', async () => {
    const arn = stage.lambda.deploy(wording);
    const place = await withTriggers(stage, { CustomMessage: arn }, { UsernameAttributes: ['email'] });
    const { User } = await stage.app.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: place.poolId,
        Username: MAIL,
        UserAttributes: [{ Name: 'phone_number', Value: '+15555550100' }],
        DesiredDeliveryMediums: ['EMAIL', 'SMS'],
        TemporaryPassword: 'Temporary-horse-1',
        ClientMetadata: META,
      }),
    );
    const sub = User?.Username as string;
    const [sms] = await stage.app.mailbox({ userPoolId: place.poolId, to: '+15555550100' });
    const [mail] = await stage.app.mailbox({ userPoolId: place.poolId, to: MAIL });
    expect(sms?.body).toBe(`Hallo ${MAIL}: Temporary-horse-1`);
    expect(mail).toMatchObject({ subject: 'Hallo!', body: `<b>Hallo ${MAIL}: Temporary-horse-1</b>` });
    expect(stage.lambda.events(arn)).toEqual([
      heard(place, NO_CLIENT, sub, 'AdminCreateUser', {
        usernameParameter: '{username}',
        userAttributes: {
          sub,
          'cognito:user_status': 'FORCE_CHANGE_PASSWORD',
          email: MAIL,
          phone_number: '+15555550100',
        },
        clientMetadata: META,
      }),
    ]);
    await stage.app.cognito.send(
      new AdminCreateUserCommand({ UserPoolId: place.poolId, Username: MAIL, MessageAction: 'RESEND' }),
    );
    expect(stage.lambda.events(arn).map(({ triggerSource }) => triggerSource)).toEqual([
      'CustomMessage_AdminCreateUser',
      'CustomMessage_AdminCreateUser',
    ]);
  });

  test('words the code of a sign-in', async () => {
    const arn = stage.lambda.deploy(wording);
    const place = await withTriggers(
      stage,
      { CustomMessage: arn },
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
      { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] },
    );
    const attributes = { email: MAIL, email_verified: 'true' };
    const { username, sub } = await createConfirmedUser(stage.app, place.poolId, { attributes });
    await begin(stage.app, place, 'USER_AUTH', { USERNAME: username, PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    const [message] = await stage.app.mailbox({ userPoolId: place.poolId, to: MAIL });
    expect(message?.body).toBe(`<b>Hello ${username}: ${message?.code}</b>`);
    expect(stage.lambda.events(arn)).toEqual([
      heard(place, place.clientId, username, 'Authentication', {
        userAttributes: { sub, 'cognito:user_status': 'CONFIRMED', ...attributes },
      }),
    ]);
  });

  test('words a link', async () => {
    const arn = stage.lambda.deploy((event) => {
      return { ...event, response: { emailMessage: `Please ${event.request.linkParameter} now` } };
    });
    const links = { VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' } } as const;
    const place = await withTriggers(stage, { CustomMessage: arn }, links);
    await signUp(stage, place, 'anna', { email: MAIL });
    const [message] = await stage.app.mailbox({ userPoolId: place.poolId });
    expect(message?.subject).toBe('Your verification link');
    expect(message?.body).toMatch(/^Please <a href="[^"]+confirmUser[^"]+">Click Here<\/a> now$/);
  });

  test('leaves the pool’s own words where it says nothing', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, { CustomMessage: arn });
    await signUp(stage, place, 'anna', { email: MAIL });
    const [message] = await stage.app.mailbox({ userPoolId: place.poolId });
    expect(message?.body).toBe(`Your confirmation code is ${message?.code}`);
  });

  test.each([
    ['an e-mail without the code', { emailMessage: 'Hello' }, /'emailBody' failed to satisfy constraint/],
    ['an SMS without the code', { smsMessage: 'Hello' }, /'smsMessage' failed to satisfy constraint/],
    ['too long a subject', { emailSubject: 'x'.repeat(141) }, /'emailSubject'.*less than or equal to 140/],
    ['too long an SMS', { smsMessage: `{####}${'x'.repeat(140)}` }, /'smsMessage'.*less than or equal to 140/],
  ])('refuses %s: nothing is written', async (_what, response, message) => {
    const arn = stage.lambda.deploy((event) => ({ ...event, response }));
    const place = await withTriggers(stage, { CustomMessage: arn });
    await refused(signUp(stage, place, 'anna', { email: MAIL }), 'InvalidParameterException', message);
    const get = new AdminGetUserCommand({ UserPoolId: place.poolId, Username: 'anna' });
    await refused(stage.app.cognito.send(get), 'UserNotFoundException', 'User does not exist.');
    expect(await stage.app.mailbox({ userPoolId: place.poolId })).toEqual([]);
  });

  test('refuses an invitation without the username', async () => {
    const arn = stage.lambda.deploy((event) => ({ ...event, response: { emailMessage: '{####}' } }));
    const place = await withTriggers(stage, { CustomMessage: arn });
    const make = new AdminCreateUserCommand({
      UserPoolId: place.poolId,
      Username: 'anna',
      UserAttributes: [{ Name: 'email', Value: MAIL }],
      DesiredDeliveryMediums: ['EMAIL'],
    });
    await refused(stage.app.cognito.send(make), 'InvalidParameterException', /\\\{username\\\}/);
  });

  test('hears nothing of names that nobody has', async () => {
    const arn = stage.lambda.deploy(wording);
    const hidden = { PreventUserExistenceErrors: 'ENABLED' } as const;
    const place = await withTriggers(stage, { CustomMessage: arn }, {}, hidden);
    await stage.app.cognito.send(new ForgotPasswordCommand({ ClientId: place.clientId, Username: 'nobody' }));
    await stage.app.cognito.send(new ResendConfirmationCodeCommand({ ClientId: place.clientId, Username: 'nobody' }));
    expect(stage.lambda.events(arn)).toEqual([]);
  });
});
