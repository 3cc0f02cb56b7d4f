import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ResendConfirmationCodeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import {
  accessToken,
  attributes,
  codeSentTo,
  confirm,
  createPlace,
  HOUR,
  joined,
  lastMessage,
  type Place,
  recordOf,
  refuses,
  signUp,
  wrongCode,
} from './support.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.stop());

const userOf = ({ poolId }: Place, Username: string) =>
  app.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
const resend = ({ clientId }: Place, Username: string) =>
  app.cognito.send(new ResendConfirmationCodeCommand({ ClientId: clientId, Username }));

const MISMATCH = 'Invalid verification code provided, please try again.';
const EXPIRED = 'Invalid code provided, please request a code again.';
const LIMIT = 'Attempt limit exceeded, please try after some time.';

describe('ConfirmSignUp', () => {
  it('confirms, verifies the contact and lets the user in; the code is spent', async () => {
    const place = await createPlace(app);
    await signUp(place, 'ada', { email: 'ada@example.com' });
    const code = await codeSentTo(place, 'ada@example.com');
    await confirm(place, 'ada', code);
    const user = await userOf(place, 'ada');
    expect(user.UserStatus).toBe('CONFIRMED');
    expect(recordOf(user.UserAttributes)).toMatchObject({ email_verified: 'true' });
    expect(await accessToken(place, 'ada')).toMatch(/^ey/);
    await refuses(
      confirm(place, 'ada', code),
      'NotAuthorizedException',
      'User cannot be confirmed. Current status is CONFIRMED',
    );
  });

  it('refuses a wrong code and then takes the right one', async () => {
    const place = await createPlace(app);
    await signUp(place, 'oops', { email: 'oops@example.com' });
    const code = await codeSentTo(place, 'oops@example.com');
    await refuses(confirm(place, 'oops', wrongCode(code)), 'CodeMismatchException', MISMATCH);
    await confirm(place, 'oops', code);
  });

  it('allows five tries, then not even the right code, until another one is sent', async () => {
    const place = await createPlace(app);
    await signUp(place, 'guess', { email: 'guess@example.com' });
    const code = await codeSentTo(place, 'guess@example.com');
    for (let tries = 0; tries < 5; tries += 1) {
      await refuses(confirm(place, 'guess', wrongCode(code)), 'CodeMismatchException', MISMATCH);
    }
    await refuses(confirm(place, 'guess', code), 'LimitExceededException', LIMIT);
    await resend(place, 'guess');
    await confirm(place, 'guess', await codeSentTo(place, 'guess@example.com'));
  });

  it('refuses a code after 24 hours', async () => {
    const place = await createPlace(app);
    await signUp(place, 'late', { email: 'late@example.com' });
    const code = await codeSentTo(place, 'late@example.com');
    app.clock.advance(24 * HOUR + 1000);
    await refuses(confirm(place, 'late', code), 'ExpiredCodeException', EXPIRED);
  });

  it('refuses a code whose destination was changed', async () => {
    const place = await createPlace(app);
    await signUp(place, 'moved', { email: 'old@example.com' });
    const code = await codeSentTo(place, 'old@example.com');
    await app.cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: place.poolId,
        Username: 'moved',
        UserAttributes: attributes({ email: 'new@example.com' }),
      }),
    );
    await refuses(confirm(place, 'moved', code), 'ExpiredCodeException', EXPIRED);
  });

  it('takes the code of its own user only', async () => {
    const place = await createPlace(app);
    await signUp(place, 'one', { email: 'one@example.com' });
    await signUp(place, 'two', { email: 'two@example.com' });
    const code = await codeSentTo(place, 'one@example.com');
    const own = await codeSentTo(place, 'two@example.com');
    if (code !== own) await refuses(confirm(place, 'two', code), 'CodeMismatchException', MISMATCH);
    await confirm(place, 'two', own);
  });

  it('refuses a disabled and an unknown user', async () => {
    const place = await createPlace(app);
    await signUp(place, 'off', { email: 'off@example.com' });
    await app.cognito.send(new AdminDisableUserCommand({ UserPoolId: place.poolId, Username: 'off' }));
    const code = await codeSentTo(place, 'off@example.com');
    await refuses(confirm(place, 'off', code), 'NotAuthorizedException', 'User is disabled.');
    await refuses(
      confirm(place, 'nobody', '123456'),
      'UserNotFoundException',
      'Username/client id combination not found.',
    );
  });

  it('moves an alias with ForceAliasCreation and unverifies it for its former owner', async () => {
    const place = await createPlace(app, { AliasAttributes: ['email'] });
    await joined(place, 'owner', 'shared@example.com');
    await signUp(place, 'heir', { email: 'shared@example.com' });
    const code = await codeSentTo(place, 'shared@example.com');
    await refuses(confirm(place, 'heir', code), 'AliasExistsException', 'An account with the email already exists.');
    await confirm(place, 'heir', code, true);
    expect((await userOf(place, 'shared@example.com')).Username).toBe('heir');
    const owner = await userOf(place, 'owner');
    expect(recordOf(owner.UserAttributes)).toMatchObject({ email: 'shared@example.com', email_verified: 'false' });
  });
});

describe('ResendConfirmationCode', () => {
  it('sends a new code that voids the one before', async () => {
    const place = await createPlace(app);
    await signUp(place, 'again', { email: 'again@example.com' });
    const first = await codeSentTo(place, 'again@example.com');
    const { CodeDeliveryDetails } = await resend(place, 'again');
    expect(CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: 'a***@e***',
    });
    expect(await lastMessage(place, 'again@example.com')).toMatchObject({ kind: 'resend-code' });
    const second = await codeSentTo(place, 'again@example.com');
    if (first !== second) await refuses(confirm(place, 'again', first), 'CodeMismatchException', MISMATCH);
    await confirm(place, 'again', second);
  });

  it('sends five an hour', async () => {
    const place = await createPlace(app);
    await signUp(place, 'many', { email: 'many@example.com' });
    for (let sends = 0; sends < 5; sends += 1) await resend(place, 'many');
    await refuses(resend(place, 'many'), 'LimitExceededException', LIMIT);
    expect(await app.mailbox({ userPoolId: place.poolId, to: 'many@example.com' })).toHaveLength(6);
    app.clock.advance(HOUR + 1000);
    await resend(place, 'many');
  });

  it('refuses confirmed, disabled and unknown users', async () => {
    const place = await createPlace(app);
    await joined(place, 'done', 'done@example.com');
    await refuses(resend(place, 'done'), 'InvalidParameterException', 'User is already confirmed.');
    await signUp(place, 'off', { email: 'off@example.com' });
    await app.cognito.send(new AdminDisableUserCommand({ UserPoolId: place.poolId, Username: 'off' }));
    await refuses(resend(place, 'off'), 'NotAuthorizedException', 'User is disabled.');
    await refuses(resend(place, 'nobody'), 'UserNotFoundException', 'Username/client id combination not found.');
  });

  it('says so when the pool verifies nothing', async () => {
    const place = await createPlace(app, { AutoVerifiedAttributes: [] });
    await signUp(place, 'x', { email: 'x@example.com' });
    await refuses(
      resend(place, 'x'),
      'NotAuthorizedException',
      'Cannot resend codes. Auto verification not turned on.',
    );
  });
});
