import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { caseless, invite, look, refusal, signIn } from './support.ts';

const DAY = 24 * 60 * 60 * 1000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const poolAndClient = async (overrides: Parameters<typeof createPool>[1] = {}) => {
  const pool = await createPool(app, { ...caseless, ...overrides });
  const client = await createClient(app, pool.Id);
  return { poolId: pool.Id, clientId: client.ClientId };
};

describe('AdminCreateUser', () => {
  it('answers the whole user, who must change the password', async () => {
    const { poolId } = await poolAndClient();
    const before = app.clock.now();
    const user = await invite(app, poolId, 'Ada', { email: 'ada@example.com', email_verified: 'True' });
    expect(user.attributes).toEqual({
      sub: expect.stringMatching(UUID),
      email: 'ada@example.com',
      email_verified: 'true',
    });
    expect(user).toMatchObject({ Username: 'Ada', Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
    expect(user.UserCreateDate?.getTime()).toBeGreaterThanOrEqual(before);
    expect(user.UserLastModifiedDate).toEqual(user.UserCreateDate);
    expect(await look(app, poolId, 'ada')).toMatchObject({ Username: 'Ada', attributes: user.attributes });
  });

  it('sends an invitation whose temporary password signs in', async () => {
    const { poolId, clientId } = await poolAndClient();
    await invite(app, poolId, 'eve', { email: 'eve@example.com' }, { MessageAction: undefined });
    const [message] = await app.mailbox({ userPoolId: poolId });
    expect(message).toMatchObject({ channel: 'EMAIL', to: 'eve@example.com', kind: 'invitation', username: 'eve' });
    expect(message?.body).toContain('eve');
    const answer = await signIn(app, poolId, clientId, 'eve', message?.code as string);
    expect(answer.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  it('prefers SMS where nothing else is asked, and sends both where both are', async () => {
    const { poolId } = await poolAndClient();
    const contacts = { email: 'bob@example.com', phone_number: '+15555550100' };
    await invite(app, poolId, 'bob', contacts, { MessageAction: undefined });
    await invite(app, poolId, 'tom', contacts, { MessageAction: undefined, DesiredDeliveryMediums: ['EMAIL', 'SMS'] });
    const bob = await app.mailbox({ userPoolId: poolId, username: 'bob' });
    const tom = await app.mailbox({ userPoolId: poolId, username: 'tom' });
    expect(bob.map(({ channel }) => channel)).toEqual(['SMS']);
    expect(tom.map(({ channel }) => channel).sort()).toEqual(['EMAIL', 'SMS']);
  });

  it('sends nothing with SUPPRESS or without an address', async () => {
    const { poolId } = await poolAndClient();
    await invite(app, poolId, 'quiet', { email: 'q@example.com' });
    await invite(app, poolId, 'nowhere', {}, { MessageAction: undefined });
    expect(await app.mailbox({ userPoolId: poolId })).toEqual([]);
  });

  it('refuses a medium that the user has no address for', async () => {
    const { poolId } = await poolAndClient();
    expect(await refusal(invite(app, poolId, 'x', {}, { DesiredDeliveryMediums: ['EMAIL'] }))).toBe(
      'InvalidParameterException: No email provided but desired delivery medium was Email',
    );
    expect(
      await refusal(invite(app, poolId, 'x', { email: 'x@example.com' }, { DesiredDeliveryMediums: ['SMS'] })),
    ).toBe('InvalidParameterException: No phone number provided but desired delivery medium was SMS');
  });

  it('names the sign-in name, not the generated username, in the invitation', async () => {
    const { poolId } = await poolAndClient({ UsernameAttributes: ['email'] });
    const user = await invite(app, poolId, 'Mia@Example.com', {}, { MessageAction: undefined });
    expect(user.Username).toBe(user.attributes['sub']);
    expect(user.attributes['email']).toBe('Mia@Example.com');
    const [message] = await app.mailbox({ userPoolId: poolId, username: user.Username });
    expect(message?.body).toContain('Mia@Example.com');
    expect(message?.body).not.toContain(user.Username);
  });

  it('delivers no password through a template without a place for it', async () => {
    const { poolId } = await poolAndClient({
      AdminCreateUserConfig: { InviteMessageTemplate: { EmailMessage: 'Welcome, {username}', EmailSubject: 'Hi' } },
    });
    await invite(app, poolId, 'zoe', { email: 'zoe@example.com' }, { MessageAction: undefined });
    expect(await app.mailbox({ userPoolId: poolId })).toEqual([]);
  });

  it('takes a given temporary password, under the policy', async () => {
    const { poolId, clientId } = await poolAndClient();
    expect(await refusal(invite(app, poolId, 'kim', {}, { TemporaryPassword: 'short' }))).toBe(
      'InvalidPasswordException: Password did not conform with policy: Password not long enough',
    );
    await invite(app, poolId, 'kim', {}, { TemporaryPassword: PASSWORD });
    expect((await signIn(app, poolId, clientId, 'kim', PASSWORD)).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  it('refuses the temporary password after its days, and RESEND brings a new one', async () => {
    const { poolId, clientId } = await poolAndClient({
      Policies: { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 2 } },
    });
    await invite(app, poolId, 'late', { email: 'late@example.com' }, { TemporaryPassword: PASSWORD });
    app.clock.advance(2 * DAY + 1000);
    expect(await refusal(signIn(app, poolId, clientId, 'late', PASSWORD))).toBe(
      'NotAuthorizedException: Temporary password has expired and must be reset by an administrator.',
    );
    const again = await invite(app, poolId, 'late', {}, { MessageAction: 'RESEND' });
    expect(again).toMatchObject({ Username: 'late', UserStatus: 'FORCE_CHANGE_PASSWORD' });
    const [message] = await app.mailbox({ userPoolId: poolId });
    expect((await signIn(app, poolId, clientId, 'late', message?.code as string)).ChallengeName).toBe(
      'NEW_PASSWORD_REQUIRED',
    );
    expect(await refusal(signIn(app, poolId, clientId, 'late', PASSWORD))).toBe(
      'NotAuthorizedException: Incorrect username or password.',
    );
  });

  it('refuses RESEND for unknown users and in another status', async () => {
    const { poolId } = await poolAndClient();
    expect(await refusal(invite(app, poolId, 'none', {}, { MessageAction: 'RESEND' }))).toBe(
      'UserNotFoundException: User does not exist.',
    );
    await invite(app, poolId, 'done');
    await app.cognito.send(
      new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: 'done', Password: PASSWORD, Permanent: true }),
    );
    expect(await refusal(invite(app, poolId, 'done', {}, { MessageAction: 'RESEND' }))).toBe(
      'UnsupportedUserStateException: Resend not possible. done status is not FORCE_CHANGE_PASSWORD',
    );
  });

  it('refuses a name that is taken, without regard to case where the pool has none', async () => {
    const { poolId } = await poolAndClient();
    const strict = await poolAndClient({ UsernameConfiguration: { CaseSensitive: true } });
    await invite(app, poolId, 'Sam');
    expect(await refusal(invite(app, poolId, 'sAM'))).toBe('UsernameExistsException: User account already exists');
    await invite(app, strict.poolId, 'Sam');
    await invite(app, strict.poolId, 'sam');
    expect((await look(app, strict.poolId, 'sam')).attributes['sub']).not.toBe(
      (await look(app, strict.poolId, 'Sam')).attributes['sub'],
    );
  });

  it('takes only names of the pool’s kind', async () => {
    const email = await poolAndClient({ UsernameAttributes: ['email'] });
    const phone = await poolAndClient({ UsernameAttributes: ['phone_number'] });
    const both = await poolAndClient({ UsernameAttributes: ['email', 'phone_number'] });
    const alias = await poolAndClient({ AliasAttributes: ['email', 'phone_number'] });
    expect(await refusal(invite(app, email.poolId, 'plain'))).toBe(
      'InvalidParameterException: Username should be an email.',
    );
    expect(await refusal(invite(app, phone.poolId, 'plain'))).toBe(
      'InvalidParameterException: Username should be a phone number.',
    );
    expect(await refusal(invite(app, both.poolId, 'plain'))).toBe(
      'InvalidParameterException: Username should be either an email or a phone number.',
    );
    expect(await refusal(invite(app, alias.poolId, 'a@example.com'))).toBe(
      'InvalidParameterException: Username cannot be of email format, since user pool is configured for email alias.',
    );
    expect(await refusal(invite(app, alias.poolId, '+15555550100'))).toBe(
      'InvalidParameterException: Username cannot be of phone number format, since user pool is configured for phone number alias.',
    );
    const named = await invite(app, both.poolId, '+15555550101');
    expect(named.attributes['phone_number']).toBe('+15555550101');
  });

  it('has one account a username attribute', async () => {
    const { poolId } = await poolAndClient({ UsernameAttributes: ['email'] });
    await invite(app, poolId, 'one@example.com');
    expect(await refusal(invite(app, poolId, 'ONE@example.com'))).toBe(
      'UsernameExistsException: An account with the given email already exists.',
    );
    expect(
      await refusal(invite(app, poolId, 'one@example.com', { email_verified: 'true' }, { ForceAliasCreation: true })),
    ).toBe('UsernameExistsException: An account with the given email already exists.');
  });

  it('keeps a verified alias for who verified it, unless ForceAliasCreation moves it', async () => {
    const { poolId } = await poolAndClient({ AliasAttributes: ['email'] });
    const verified = { email: 'shared@example.com', email_verified: 'true' };
    await invite(app, poolId, 'first', verified);
    await invite(app, poolId, 'unverified', { email: 'shared@example.com' });
    expect(await refusal(invite(app, poolId, 'second', verified))).toBe(
      'UsernameExistsException: An account with the email already exists.',
    );
    expect((await look(app, poolId, 'shared@example.com')).Username).toBe('first');
    await invite(app, poolId, 'second', verified, { ForceAliasCreation: true });
    expect((await look(app, poolId, 'SHARED@example.com')).Username).toBe('second');
    expect((await look(app, poolId, 'first')).attributes['email_verified']).toBe('false');
    expect(await refusal(invite(app, poolId, 'FIRST', verified, { ForceAliasCreation: true }))).toBe(
      'UsernameExistsException: User account already exists',
    );
  });

  it('makes a user without a password where one-time passwords sign in', async () => {
    const { poolId } = await poolAndClient({
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      UserPoolTier: 'ESSENTIALS',
    });
    const user = await invite(app, poolId, 'otp', { email: 'otp@example.com' }, { MessageAction: undefined });
    expect(user.UserStatus).toBe('CONFIRMED');
    expect(await app.mailbox({ userPoolId: poolId })).toEqual([]);
    expect(await refusal(invite(app, poolId, 'bare'))).toBe(
      'InvalidParameterException: An email address or a phone number is required for a user without a password.',
    );
    expect(await refusal(invite(app, poolId, 'bare', { phone_number: '+15555550100' }))).toMatch(
      /^InvalidParameterException: /,
    );
    const given = await invite(app, poolId, 'both', {}, { TemporaryPassword: PASSWORD });
    expect(given.UserStatus).toBe('FORCE_CHANGE_PASSWORD');
  });

  it('lets a deleted name begin anew, with a new sub', async () => {
    const { poolId } = await poolAndClient({ AliasAttributes: ['email'] });
    const contact = { email: 'again@example.com', email_verified: 'true' };
    const first = await invite(app, poolId, 'again', contact);
    await app.cognito.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: 'again@example.com' }));
    expect(await refusal(look(app, poolId, first.attributes['sub'] as string))).toBe(
      'UserNotFoundException: User does not exist.',
    );
    const second = await invite(app, poolId, 'again', contact);
    expect(second.attributes['sub']).not.toBe(first.attributes['sub']);
  });

  it('knows no pool of another region', async () => {
    const { poolId } = await poolAndClient();
    const elsewhere = app.client({ region: 'eu-west-1' });
    const request = elsewhere.send(new AdminCreateUserCommand({ UserPoolId: poolId, Username: 'x' }));
    expect(await refusal(request)).toBe(`ResourceNotFoundException: User pool ${poolId} does not exist.`);
  });
});
