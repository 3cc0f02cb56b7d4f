import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import {
  accessToken,
  attributes,
  codeSentTo,
  createPlace,
  HOUR,
  joined,
  lastMessage,
  type Place,
  refuses,
  signUp,
  wrongCode,
} from './support.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.stop());

const NEW_PASSWORD = 'Battery-staple-2';
const MISMATCH = 'Invalid verification code provided, please try again.';
const EXPIRED = 'Invalid code provided, please request a code again.';
const LIMIT = 'Attempt limit exceeded, please try after some time.';

const forgot = ({ clientId }: Place, Username: string) =>
  app.cognito.send(new ForgotPasswordCommand({ ClientId: clientId, Username }));
const reset = ({ clientId }: Place, Username: string, ConfirmationCode: string, Password = NEW_PASSWORD) =>
  app.cognito.send(new ConfirmForgotPasswordCommand({ ClientId: clientId, Username, ConfirmationCode, Password }));
const statusOf = async ({ poolId }: Place, Username: string) =>
  (await app.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }))).UserStatus;
const setAttributes = ({ poolId }: Place, Username: string, record: Record<string, string>) =>
  app.cognito.send(
    new AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username, UserAttributes: attributes(record) }),
  );

describe('ForgotPassword and ConfirmForgotPassword', () => {
  it('replace a forgotten password; the code is spent', async () => {
    const place = await createPlace(app);
    await joined(place, 'ada', 'ada@example.com');
    expect((await forgot(place, 'ada')).CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: 'a***@e***',
    });
    const message = await lastMessage(place, 'ada@example.com');
    expect(message).toMatchObject({
      kind: 'forgot-password',
      subject: 'Your verification code',
      body: `Your password reset code is ${message.code}`,
    });
    await reset(place, 'ada', message.code as string);
    await refuses(accessToken(place, 'ada'), 'NotAuthorizedException', 'Incorrect username or password.');
    expect(await accessToken(place, 'ada', NEW_PASSWORD)).toMatch(/^ey/);
    await refuses(reset(place, 'ada', message.code as string), 'ExpiredCodeException', EXPIRED);
  });

  it('leave the old password in force until the code is given', async () => {
    const place = await createPlace(app);
    await joined(place, 'calm', 'calm@example.com');
    await forgot(place, 'calm');
    expect(await accessToken(place, 'calm')).toMatch(/^ey/);
  });

  it("end an administrator's reset", async () => {
    const place = await createPlace(app);
    await joined(place, 'reset', 'reset@example.com');
    await app.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: place.poolId, Username: 'reset' }));
    expect(await statusOf(place, 'reset')).toBe('RESET_REQUIRED');
    await reset(place, 'reset', await codeSentTo(place, 'reset@example.com'));
    expect(await statusOf(place, 'reset')).toBe('CONFIRMED');
    expect(await accessToken(place, 'reset', NEW_PASSWORD)).toMatch(/^ey/);
  });

  it('lift the lock after wrong passwords', async () => {
    const place = await createPlace(app);
    await joined(place, 'locked', 'locked@example.com');
    for (let tries = 0; tries < 5; tries += 1) {
      await refuses(accessToken(place, 'locked', 'Wrong-one-1'), 'NotAuthorizedException', /Incorrect|exceeded/);
    }
    await refuses(accessToken(place, 'locked'), 'NotAuthorizedException', 'Password attempts exceeded');
    await forgot(place, 'locked');
    await reset(place, 'locked', await codeSentTo(place, 'locked@example.com'));
    expect(await accessToken(place, 'locked', NEW_PASSWORD)).toMatch(/^ey/);
  });

  it('count tries, and sends', async () => {
    const place = await createPlace(app);
    await joined(place, 'guess', 'guess@example.com');
    await forgot(place, 'guess');
    const code = await codeSentTo(place, 'guess@example.com');
    for (let tries = 0; tries < 5; tries += 1) {
      await refuses(reset(place, 'guess', wrongCode(code)), 'CodeMismatchException', MISMATCH);
    }
    await refuses(reset(place, 'guess', code), 'LimitExceededException', LIMIT);
    for (let sends = 1; sends < 5; sends += 1) await forgot(place, 'guess');
    await refuses(forgot(place, 'guess'), 'LimitExceededException', LIMIT);
  });

  it('check the new password before the code is touched', async () => {
    const place = await createPlace(app, { Policies: { PasswordPolicy: { PasswordHistorySize: 2 } } });
    await joined(place, 'weak', 'weak@example.com');
    await forgot(place, 'weak');
    const code = await codeSentTo(place, 'weak@example.com');
    for (let tries = 0; tries < 6; tries += 1) {
      await refuses(reset(place, 'weak', code, 'weak'), 'InvalidPasswordException', /not long enough$/);
    }
    await refuses(
      reset(place, 'weak', code, PASSWORD),
      'PasswordHistoryPolicyViolationException',
      /^Password has previously been used/,
    );
    await reset(place, 'weak', code);
  });

  it('take no code that was sent for another purpose', async () => {
    const place = await createPlace(app);
    await joined(place, 'mixed', 'mixed@example.com');
    const AccessToken = await accessToken(place, 'mixed');
    await app.cognito.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }));
    const verification = await codeSentTo(place, 'mixed@example.com');
    await refuses(reset(place, 'mixed', verification), 'ExpiredCodeException', EXPIRED);
    await forgot(place, 'mixed');
    const recovery = await codeSentTo(place, 'mixed@example.com');
    const verify = (Code: string) =>
      app.cognito.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }));
    if (verification !== recovery) {
      await refuses(reset(place, 'mixed', verification), 'CodeMismatchException', MISMATCH);
      await refuses(verify(recovery), 'CodeMismatchException', MISMATCH);
    }
    await verify(verification);
    await reset(place, 'mixed', recovery);
  });

  it('demand the client and its secret', async () => {
    const place = await createPlace(app, {}, { GenerateSecret: true });
    const missing = /^Client \w+ is configured with secret but SECRET_HASH was not received$/;
    await refuses(forgot(place, 'x'), 'NotAuthorizedException', missing);
    await refuses(reset(place, 'x', '123456'), 'NotAuthorizedException', missing);
    const nowhere = { ...place, clientId: 'nosuchclient' };
    const unknown = 'User pool client nosuchclient does not exist.';
    await refuses(forgot(nowhere, 'x'), 'ResourceNotFoundException', unknown);
    await refuses(reset(nowhere, 'x', '123456'), 'ResourceNotFoundException', unknown);
  });

  it('refuse a code after an hour', async () => {
    const place = await createPlace(app);
    await joined(place, 'late', 'late@example.com');
    await forgot(place, 'late');
    const code = await codeSentTo(place, 'late@example.com');
    app.clock.advance(HOUR + 1000);
    await refuses(reset(place, 'late', code), 'ExpiredCodeException', EXPIRED);
  });

  it('refuse a code after its address was changed', async () => {
    const place = await createPlace(app);
    await joined(place, 'moved', 'moved@example.com');
    await forgot(place, 'moved');
    const code = await codeSentTo(place, 'moved@example.com');
    await setAttributes(place, 'moved', { email: 'elsewhere@example.com', email_verified: 'true' });
    await refuses(reset(place, 'moved', code), 'ExpiredCodeException', EXPIRED);
  });

  it('go to e-mail before SMS, or in the order that the pool sets', async () => {
    const contacts = { email: 'r@example.com', phone_number: '+15551230000' };
    const verified = { ...contacts, email_verified: 'true', phone_number_verified: 'true' };
    const order = ['verified_email', 'verified_phone_number'] as const;
    const mediumIn = async (names: readonly ('verified_email' | 'verified_phone_number')[] | undefined) => {
      const place = await createPlace(app, {
        AccountRecoverySetting: names && {
          RecoveryMechanisms: names.map((Name, at) => ({ Name, Priority: at + 1 })),
        },
      });
      await signUp(place, 'r', contacts);
      await app.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: place.poolId, Username: 'r' }));
      await setAttributes(place, 'r', verified);
      return (await forgot(place, 'r')).CodeDeliveryDetails?.DeliveryMedium;
    };
    expect(await mediumIn(undefined)).toBe('EMAIL');
    expect(await mediumIn(order)).toBe('EMAIL');
    expect(await mediumIn(order.toReversed())).toBe('SMS');
  });

  it('refuse who cannot recover', async () => {
    const place = await createPlace(app);
    const unreachable = 'Cannot reset password for the user as there is no registered/verified email or phone_number';
    await signUp(place, 'unconfirmed', { email: 'u@example.com' });
    await refuses(forgot(place, 'unconfirmed'), 'InvalidParameterException', unreachable);
    await app.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: place.poolId,
        Username: 'invited',
        UserAttributes: attributes({ email: 'i@example.com', email_verified: 'true' }),
      }),
    );
    await refuses(
      forgot(place, 'invited'),
      'NotAuthorizedException',
      'User password cannot be reset in the current state.',
    );
    await joined(place, 'off', 'off@example.com');
    await app.cognito.send(new AdminDisableUserCommand({ UserPoolId: place.poolId, Username: 'off' }));
    await refuses(forgot(place, 'off'), 'NotAuthorizedException', 'User is disabled.');
    await refuses(reset(place, 'off', '123456'), 'NotAuthorizedException', 'User is disabled.');
    const unknown = 'Username/client id combination not found.';
    await refuses(forgot(place, 'nobody'), 'UserNotFoundException', unknown);
    await refuses(reset(place, 'nobody', '123456'), 'UserNotFoundException', unknown);
  });

  it('confirm no sign-up on the way', async () => {
    const place = await createPlace(app);
    await signUp(place, 'early', { email: 'early@example.com' });
    await setAttributes(place, 'early', { email_verified: 'true' });
    await forgot(place, 'early');
    const code = await codeSentTo(place, 'early@example.com');
    await refuses(reset(place, 'early', code), 'UserNotConfirmedException', 'User is not confirmed.');
  });

  it("are the administrator's alone where the pool says so", async () => {
    const place = await createPlace(app, {
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
    });
    await joined(place, 'x', 'x@example.com');
    await refuses(forgot(place, 'x'), 'NotAuthorizedException', 'Contact administrator to reset password.');
  });
});
