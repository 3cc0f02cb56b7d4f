import { createHmac } from 'node:crypto';
import { AdminGetUserCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import {
  attributes,
  codeSentTo,
  confirm,
  createPlace,
  lastMessage,
  recordOf,
  refuses,
  SMS,
  signUp,
} from './support.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.stop());

describe('SignUp', () => {
  it('makes an unconfirmed user and says where the code went, masked', async () => {
    const place = await createPlace(app);
    const answer = await signUp(place, 'ada', { email: 'ada@example.com' });
    expect(answer).toMatchObject({
      UserConfirmed: false,
      CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
    });
    expect(answer.UserSub).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.Session).toBeUndefined();
    const user = await app.cognito.send(new AdminGetUserCommand({ UserPoolId: place.poolId, Username: 'ada' }));
    expect(user).toMatchObject({ Username: 'ada', UserStatus: 'UNCONFIRMED', Enabled: true });
    expect(recordOf(user.UserAttributes)).toEqual({
      sub: answer.UserSub,
      email: 'ada@example.com',
      email_verified: 'false',
    });
    const message = await lastMessage(place, 'ada@example.com');
    expect(message).toMatchObject({ channel: 'EMAIL', kind: 'sign-up', username: 'ada' });
    expect(message.code).toMatch(/^[0-9]{6}$/);
  });

  it('sends nothing when the pool verifies nothing that was given', async () => {
    const place = await createPlace(app);
    const answer = await signUp(place, 'no-contact');
    expect(answer.CodeDeliveryDetails).toBeUndefined();
    expect(await app.mailbox({ userPoolId: place.poolId })).toEqual([]);
  });

  it('prefers SMS where both contacts are verified', async () => {
    const place = await createPlace(app, { AutoVerifiedAttributes: ['email', 'phone_number'], ...SMS });
    const answer = await signUp(place, 'both', { email: 'both@example.com', phone_number: '+15551234567' });
    expect(answer.CodeDeliveryDetails).toEqual({
      AttributeName: 'phone_number',
      DeliveryMedium: 'SMS',
      Destination: '+*******4567',
    });
    expect(await app.mailbox({ userPoolId: place.poolId })).toHaveLength(1);
    expect(await lastMessage(place, '+15551234567')).toMatchObject({ channel: 'SMS' });
  });

  it('refuses a taken name, whatever its capitals', async () => {
    const place = await createPlace(app);
    await signUp(place, 'Taken');
    await refuses(signUp(place, 'Taken'), 'UsernameExistsException', 'User already exists');
    await refuses(signUp(place, 'tAKEN'), 'UsernameExistsException', 'User already exists');
  });

  it('tells names with other capitals apart in a case-sensitive pool', async () => {
    const place = await createPlace(app, { UsernameConfiguration: { CaseSensitive: true } });
    await signUp(place, 'Case');
    expect((await signUp(place, 'case')).UserConfirmed).toBe(false);
  });

  it('refuses an unknown client', async () => {
    const place = { ...(await createPlace(app)), clientId: 'nosuchclient' };
    await refuses(signUp(place, 'x'), 'ResourceNotFoundException', 'User pool client nosuchclient does not exist.');
  });

  it('is refused where only administrators make users', async () => {
    const place = await createPlace(app, { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    await refuses(signUp(place, 'x'), 'NotAuthorizedException', 'SignUp is not permitted for this user pool');
  });

  it('demands and checks SECRET_HASH of a client with a secret', async () => {
    const place = await createPlace(app);
    const { ClientId = '', ClientSecret = '' } = await createClient(app, place.poolId, { GenerateSecret: true });
    await refuses(
      signUp({ ...place, clientId: ClientId }, 'x'),
      'NotAuthorizedException',
      `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
    );
    const input = { ClientId, Username: 'x', Password: PASSWORD };
    const hash = (secret: string) => createHmac('sha256', secret).update(`x${ClientId}`).digest('base64');
    await refuses(
      app.cognito.send(new SignUpCommand({ ...input, SecretHash: hash('guessed') })),
      'NotAuthorizedException',
      `Unable to verify secret hash for client ${ClientId}`,
    );
    const right = new SignUpCommand({ ...input, SecretHash: hash(ClientSecret) });
    expect((await app.cognito.send(right)).UserConfirmed).toBe(false);
  });

  it('applies the password policy', async () => {
    const place = await createPlace(app);
    const send = (Password: string) =>
      app.cognito.send(new SignUpCommand({ ClientId: place.clientId, Username: 'weak', Password }));
    await refuses(
      send('Short-1'),
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    );
    await refuses(
      send('no-uppercase-1'),
      'InvalidPasswordException',
      'Password did not conform with policy: Password must have uppercase characters',
    );
  });

  it('takes no account without a password where the pool has no other first factor', async () => {
    const place = await createPlace(app);
    await refuses(
      app.cognito.send(new SignUpCommand({ ClientId: place.clientId, Username: 'none' })),
      'InvalidParameterException',
      /Value at 'password' failed to satisfy constraint: Member must not be null$/,
    );
  });

  it('takes an account without a password where one-time passwords sign in', async () => {
    const place = await createPlace(app, {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    });
    const answer = await app.cognito.send(
      new SignUpCommand({
        ClientId: place.clientId,
        Username: 'passwordless',
        UserAttributes: attributes({ email: 'p@example.com' }),
      }),
    );
    expect(answer.CodeDeliveryDetails?.DeliveryMedium).toBe('EMAIL');
  });

  it('checks attributes against the schema and the client', async () => {
    const place = await createPlace(
      app,
      {
        Schema: [
          { Name: 'email', Required: true },
          { Name: 'tier', AttributeDataType: 'String' },
        ],
      },
      { WriteAttributes: ['email'] },
    );
    await refuses(signUp(place, 'x'), 'InvalidParameterException', /^Attributes did not conform to the schema: email/);
    await refuses(
      signUp(place, 'x', { email: 'x@example.com', 'custom:nope': '1' }),
      'InvalidParameterException',
      /^Attributes did not conform to the schema: .*custom:nope/,
    );
    for (const [name, value] of [
      ['custom:tier', 'gold'],
      ['email_verified', 'true'],
    ] as const) {
      await refuses(
        signUp(place, 'x', { email: 'x@example.com', [name]: value }),
        'NotAuthorizedException',
        'A client attempted to write unauthorized attribute',
      );
    }
    await refuses(signUp(place, 'x', { email: 'x' }), 'InvalidParameterException', 'Invalid email address format.');
  });
});

describe('SignUp with UsernameAttributes', () => {
  it('generates the username, sets the attribute and finds the account by it', async () => {
    const place = await createPlace(app, { UsernameAttributes: ['email'] });
    const { UserSub } = await signUp(place, 'Eve@Example.com');
    const user = await app.cognito.send(
      new AdminGetUserCommand({ UserPoolId: place.poolId, Username: 'eve@example.com' }),
    );
    expect(user.Username).toBe(UserSub);
    expect(recordOf(user.UserAttributes)['email']).toBe('Eve@Example.com');
    await refuses(
      signUp(place, 'eve@example.com'),
      'UsernameExistsException',
      'An account with the given email already exists.',
    );
  });

  it('names the phone number when that is taken', async () => {
    const place = await createPlace(app, { UsernameAttributes: ['phone_number', 'email'] });
    await signUp(place, '+15550001111');
    await refuses(
      signUp(place, '+15550001111'),
      'UsernameExistsException',
      'An account with the given phone_number already exists.',
    );
  });

  it.each([
    [['email'], 'Username should be an email.'],
    [['phone_number'], 'Username should be a phone number.'],
    [['email', 'phone_number'], 'Username should be either an email or a phone number.'],
  ] as const)('takes no other names: %s', async (UsernameAttributes, message) => {
    const place = await createPlace(app, { UsernameAttributes: [...UsernameAttributes] });
    await refuses(signUp(place, 'plain'), 'InvalidParameterException', message);
  });
});

describe('SignUp with AliasAttributes', () => {
  it('refuses usernames that look like an alias', async () => {
    const place = await createPlace(app, { AliasAttributes: ['email', 'phone_number'] });
    await refuses(
      signUp(place, 'a@example.com'),
      'InvalidParameterException',
      'Username cannot be of email format, since user pool is configured for email alias.',
    );
    await refuses(signUp(place, '+15551112222'), 'InvalidParameterException', /^Username cannot be of phone number/);
  });

  it('takes preferred_username only from confirmed users', async () => {
    const place = await createPlace(app, { AliasAttributes: ['preferred_username'] });
    await refuses(
      signUp(place, 'x', { preferred_username: 'boss' }),
      'InvalidParameterException',
      'Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.',
    );
  });

  it('lets two unconfirmed accounts give one address; the first who verifies it has it', async () => {
    const place = await createPlace(app, { AliasAttributes: ['email'] });
    await signUp(place, 'first', { email: 'one@example.com' });
    const first = await codeSentTo(place, 'one@example.com');
    await signUp(place, 'second', { email: 'ONE@example.com' });
    const second = await codeSentTo(place, 'ONE@example.com');
    await confirm(place, 'second', second);
    await refuses(confirm(place, 'first', first), 'AliasExistsException', 'An account with the email already exists.');
  });
});
