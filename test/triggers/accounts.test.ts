/** PreSignUp and PostConfirmation. */
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byPassword, refused } from '../auth/support/house.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import type { Event } from './support/lambda.ts';
import {
  codeTo,
  envelope,
  NO_CLIENT,
  type Place,
  type Stage,
  signUp,
  startStage,
  withTriggers,
} from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const userOf = async ({ poolId }: Place, Username: string) => {
  const user = await stage.app.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
  const attributes = Object.fromEntries((user.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
  return { status: user.UserStatus, attributes };
};

const answering = (response: object) => (event: Event) => ({ ...event, response });

describe('PreSignUp', () => {
  test('hears exactly what the person gave', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, { PreSignUp: arn });
    await signUp(
      stage,
      place,
      'anna',
      { email: 'anna@example.com', given_name: 'Anna' },
      {
        ValidationData: [{ Name: 'captcha', Value: 'ok' }],
        ClientMetadata: { locale: 'de' },
      },
    );
    expect(stage.lambda.events(arn)).toEqual([
      {
        ...envelope(place, place.clientId, 'anna', 'PreSignUp_SignUp'),
        request: {
          userAttributes: { email: 'anna@example.com', given_name: 'Anna' },
          validationData: { captcha: 'ok' },
          clientMetadata: { locale: 'de' },
        },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
    ]);
    expect(await userOf(place, 'anna')).toMatchObject({
      status: 'UNCONFIRMED',
      attributes: { email_verified: 'false' },
    });
  });

  test('is told of no metadata where there is none, and of the generated username', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, { PreSignUp: arn }, { UsernameAttributes: ['email'] });
    const { UserSub } = await signUp(stage, place, 'bea@example.com', {});
    expect(stage.lambda.events(arn)).toEqual([
      {
        ...envelope(place, place.clientId, UserSub as string, 'PreSignUp_SignUp'),
        request: { userAttributes: { email: 'bea@example.com' }, validationData: null },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
    ]);
  });

  test('confirms and verifies at once: no code goes out, and the person signs in', async () => {
    const arn = stage.lambda.deploy(answering({ autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: true }));
    const place = await withTriggers(stage, { PreSignUp: arn });
    const attributes = { email: 'carl@example.com', phone_number: '+15555550100' };
    const done = await signUp(stage, place, 'carl', attributes);
    expect(done).toMatchObject({ UserConfirmed: true });
    expect(done.CodeDeliveryDetails).toBeUndefined();
    expect(await stage.app.mailbox({ userPoolId: place.poolId })).toEqual([]);
    expect(await userOf(place, 'carl')).toMatchObject({
      status: 'CONFIRMED',
      attributes: { email_verified: 'true', phone_number_verified: 'true' },
    });
    await expect(byPassword(stage.app, place, 'carl', PASSWORD)).resolves.toHaveProperty('AuthenticationResult');
  });

  test('moves an alias that another user had verified to the new one', async () => {
    const arn = stage.lambda.deploy(answering({ autoConfirmUser: true, autoVerifyEmail: true }));
    const place = await withTriggers(stage, { PreSignUp: arn }, { AliasAttributes: ['email'] });
    await signUp(stage, place, 'first', { email: 'same@example.com' });
    await signUp(stage, place, 'second', { email: 'same@example.com' });
    expect((await userOf(place, 'same@example.com')).attributes['sub']).toBe(
      (await userOf(place, 'second')).attributes['sub'],
    );
    expect((await userOf(place, 'first')).attributes['email_verified']).toBe('false');
  });

  test('cannot verify what the person did not give', async () => {
    const arn = stage.lambda.deploy(answering({ autoConfirmUser: true, autoVerifyPhone: true }));
    const place = await withTriggers(stage, { PreSignUp: arn });
    const sent = signUp(stage, place, 'dora', { email: 'dora@example.com' });
    await refused(sent, 'InvalidLambdaResponseException', 'Cannot auto-verify phone_number: the user has none.');
    await refused(userOf(place, 'dora'), 'UserNotFoundException', 'User does not exist.');
  });

  test('refuses: there is no user, and no message', async () => {
    const arn = stage.lambda.deploy(() => {
      throw new Error('only staff may sign up');
    });
    const place = await withTriggers(stage, { PreSignUp: arn });
    const sent = signUp(stage, place, 'emil', { email: 'emil@example.com' });
    await refused(sent, 'UserLambdaValidationException', 'PreSignUp failed with error only staff may sign up.');
    await refused(userOf(place, 'emil'), 'UserNotFoundException', 'User does not exist.');
    expect(await stage.app.mailbox({ userPoolId: place.poolId })).toEqual([]);
  });

  test('does not take text for consent', async () => {
    const arn = stage.lambda.deploy(answering({ autoConfirmUser: 'yes' }));
    const place = await withTriggers(stage, { PreSignUp: arn });
    const sent = signUp(stage, place, 'fred', { email: 'fred@example.com' });
    await refused(sent, 'InvalidLambdaResponseException', 'Unrecognizable lambda output');
  });

  test('hears of users whom an administrator makes, who are not confirmed by it', async () => {
    const arn = stage.lambda.deploy(answering({ autoConfirmUser: true, autoVerifyEmail: true }));
    const place = await withTriggers(stage, { PreSignUp: arn });
    await stage.app.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: place.poolId,
        Username: 'guest',
        UserAttributes: [{ Name: 'email', Value: 'guest@example.com' }],
        MessageAction: 'SUPPRESS',
        ValidationData: [{ Name: 'ticket', Value: '7' }],
        ClientMetadata: { team: 'blue' },
      }),
    );
    expect(stage.lambda.events(arn)).toEqual([
      {
        ...envelope(place, NO_CLIENT, 'guest', 'PreSignUp_AdminCreateUser'),
        request: {
          userAttributes: { 'cognito:user_status': 'FORCE_CHANGE_PASSWORD', email: 'guest@example.com' },
          validationData: { ticket: '7' },
          clientMetadata: { team: 'blue' },
        },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
    ]);
    const guest = await userOf(place, 'guest');
    expect(guest.status).toBe('FORCE_CHANGE_PASSWORD');
    expect(guest.attributes['email_verified']).toBeUndefined();
  });

  test('refuses users whom an administrator makes', async () => {
    const arn = stage.lambda.deploy(() => {
      throw new Error('full');
    });
    const place = await withTriggers(stage, { PreSignUp: arn });
    const make = new AdminCreateUserCommand({ UserPoolId: place.poolId, Username: 'late', MessageAction: 'SUPPRESS' });
    await refused(stage.app.cognito.send(make), 'UserLambdaValidationException', 'PreSignUp failed with error full.');
    await refused(userOf(place, 'late'), 'UserNotFoundException', 'User does not exist.');
  });
});

describe('PostConfirmation', () => {
  const confirmed = (place: Place, name: string, sub: string, email: string, more: object = {}) => ({
    ...envelope(place, place.clientId, name, 'PostConfirmation_ConfirmSignUp'),
    request: {
      userAttributes: { sub, 'cognito:user_status': 'CONFIRMED', email, email_verified: 'true' },
      ...more,
    },
    response: {},
  });

  test('hears of a sign-up that its code confirmed', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, { PostConfirmation: arn });
    const { UserSub } = await signUp(stage, place, 'anna', { email: 'anna@example.com' });
    await stage.app.cognito.send(
      new ConfirmSignUpCommand({
        ClientId: place.clientId,
        Username: 'anna',
        ConfirmationCode: await codeTo(stage, place, 'anna@example.com'),
        ClientMetadata: { from: 'mail' },
      }),
    );
    const metadata = { clientMetadata: { from: 'mail' } };
    expect(stage.lambda.events(arn)).toEqual([
      confirmed(place, 'anna', UserSub as string, 'anna@example.com', metadata),
    ]);
  });

  test('hears of the link too', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(
      stage,
      { PostConfirmation: arn },
      { VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' } },
    );
    const { UserSub } = await signUp(stage, place, 'bert', { email: 'bert@example.com' });
    const [message] = await stage.app.mailbox({ to: 'bert@example.com', userPoolId: place.poolId });
    const link = new URL(message?.link ?? '');
    await fetch(`${stage.app.endpoint}${link.pathname}${link.search}`);
    expect(stage.lambda.events(arn)).toEqual([confirmed(place, 'bert', UserSub as string, 'bert@example.com')]);
  });

  test('hears of a sign-up that PreSignUp confirmed', async () => {
    const pre = stage.lambda.deploy(answering({ autoConfirmUser: true, autoVerifyEmail: true }));
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, { PreSignUp: pre, PostConfirmation: arn });
    const more = { ClientMetadata: { a: 'b' } };
    const { UserSub } = await signUp(stage, place, 'cleo', { email: 'cleo@example.com' }, more);
    expect(stage.lambda.events(arn)).toEqual([
      confirmed(place, 'cleo', UserSub as string, 'cleo@example.com', { clientMetadata: { a: 'b' } }),
    ]);
  });

  test('hears of a sign-up that an administrator confirmed', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, { PostConfirmation: arn });
    const { UserSub: sub } = await signUp(stage, place, 'dirk', { email: 'dirk@example.com' });
    const ClientMetadata = { by: 'desk' };
    await stage.app.cognito.send(
      new AdminConfirmSignUpCommand({ UserPoolId: place.poolId, Username: 'dirk', ClientMetadata }),
    );
    expect(stage.lambda.events(arn)).toEqual([
      {
        ...envelope(place, NO_CLIENT, 'dirk', 'PostConfirmation_ConfirmSignUp'),
        request: {
          userAttributes: {
            sub,
            'cognito:user_status': 'CONFIRMED',
            email: 'dirk@example.com',
            email_verified: 'false',
          },
          clientMetadata: ClientMetadata,
        },
        response: {},
      },
    ]);
  });

  test('hears of a new password after a forgotten one', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, { PostConfirmation: arn });
    const attributes = { email: 'eva@example.com', email_verified: 'true' };
    const { username, sub } = await createConfirmedUser(stage.app, place.poolId, { attributes });
    const named = { ClientId: place.clientId, Username: username };
    await stage.app.cognito.send(new ForgotPasswordCommand(named));
    await stage.app.cognito.send(
      new ConfirmForgotPasswordCommand({
        ...named,
        ConfirmationCode: await codeTo(stage, place, 'eva@example.com'),
        Password: 'Another-horse-2',
        ClientMetadata: { step: '2' },
      }),
    );
    expect(stage.lambda.events(arn)).toEqual([
      {
        ...envelope(place, place.clientId, username, 'PostConfirmation_ConfirmForgotPassword'),
        request: {
          userAttributes: { sub, 'cognito:user_status': 'CONFIRMED', ...attributes },
          clientMetadata: { step: '2' },
        },
        response: {},
      },
    ]);
  });

  test('fails: the caller hears of it, and the account is confirmed all the same', async () => {
    const arn = stage.lambda.deploy(() => {
      throw new Error('mailing list is down');
    });
    const place = await withTriggers(stage, { PostConfirmation: arn });
    await signUp(stage, place, 'finn', { email: 'finn@example.com' });
    const ConfirmationCode = await codeTo(stage, place, 'finn@example.com');
    const confirm = new ConfirmSignUpCommand({ ClientId: place.clientId, Username: 'finn', ConfirmationCode });
    const message = 'PostConfirmation failed with error mailing list is down.';
    await refused(stage.app.cognito.send(confirm), 'UserLambdaValidationException', message);
    expect(await userOf(place, 'finn')).toMatchObject({ status: 'CONFIRMED', attributes: { email_verified: 'true' } });
    await expect(byPassword(stage.app, place, 'finn', PASSWORD)).resolves.toHaveProperty('AuthenticationResult');
  });
});
