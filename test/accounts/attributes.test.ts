import {
  AdminUpdateUserAttributesCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  DeleteUserAttributesCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import {
  accessToken,
  attributes,
  codeSentTo,
  createPlace,
  HOUR,
  joined,
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

const MISMATCH = 'Invalid verification code provided, please try again.';
const EXPIRED = 'Invalid code provided, please request a code again.';
const LIMIT = 'Attempt limit exceeded, please try after some time.';

interface Member extends Place {
  readonly token: string;
}

async function member(
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<Member> {
  const place = await createPlace(app, pool, client);
  const name = pool.UsernameAttributes ? 'old@example.com' : 'ada';
  await joined(place, name, 'old@example.com');
  return { ...place, token: await accessToken(place, name) };
}

const getUser = ({ token }: Member) => app.cognito.send(new GetUserCommand({ AccessToken: token }));
const attributesOf = async (self: Member) => recordOf((await getUser(self)).UserAttributes);
const update = async ({ token }: Member, record: Record<string, string>) =>
  (await app.cognito.send(new UpdateUserAttributesCommand({ AccessToken: token, UserAttributes: attributes(record) })))
    .CodeDeliveryDetailsList;
const remove = ({ token }: Member, ...UserAttributeNames: string[]) =>
  app.cognito.send(new DeleteUserAttributesCommand({ AccessToken: token, UserAttributeNames }));
const requestCode = async ({ token }: Member, AttributeName: string) =>
  (await app.cognito.send(new GetUserAttributeVerificationCodeCommand({ AccessToken: token, AttributeName })))
    .CodeDeliveryDetails;
const verify = ({ token }: Member, AttributeName: string, Code: string) =>
  app.cognito.send(new VerifyUserAttributeCommand({ AccessToken: token, AttributeName, Code }));

describe('GetUser', () => {
  it('shows what the client may read, without empty MFA members', async () => {
    const self = await member({}, { ReadAttributes: ['name'], WriteAttributes: ['email', 'name'] });
    await update(self, { name: 'Ada' });
    const user = await getUser(self);
    expect(user.Username).toBe('ada');
    expect(Object.keys(recordOf(user.UserAttributes)).sort()).toEqual(['name', 'sub']);
    expect(user).not.toHaveProperty('MFAOptions');
    expect(user).not.toHaveProperty('UserMFASettingList');
  });
});

describe('UpdateUserAttributes', () => {
  it('changes plain attributes without a code; an empty value deletes', async () => {
    const self = await member();
    expect(await update(self, { name: 'Ada', locale: 'en' })).toEqual([]);
    expect(await attributesOf(self)).toMatchObject({ name: 'Ada', locale: 'en', email_verified: 'true' });
    await update(self, { locale: '' });
    expect(await attributesOf(self)).not.toHaveProperty('locale');
  });

  it('puts a new address in force at once, unverified, and sends it a code', async () => {
    const self = await member();
    expect(await update(self, { email: 'new@example.org' })).toEqual([
      { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'n***@e***' },
    ]);
    expect(await attributesOf(self)).toMatchObject({ email: 'new@example.org', email_verified: 'false' });
    await verify(self, 'email', await codeSentTo(self, 'new@example.org'));
    expect(await attributesOf(self)).toMatchObject({ email: 'new@example.org', email_verified: 'true' });
  });

  it('sends no code for a contact that the pool does not verify', async () => {
    const self = await member();
    expect(await update(self, { phone_number: '+15550002222' })).toEqual([]);
    expect(await attributesOf(self)).toMatchObject({ phone_number_verified: 'false' });
  });

  it('keeps the old address until the new one is verified where the pool asks for that', async () => {
    const self = await member({
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
    expect(await update(self, { email: 'new@example.com' })).toHaveLength(1);
    expect(await attributesOf(self)).toMatchObject({ email: 'old@example.com', email_verified: 'true' });
    const code = await codeSentTo(self, 'new@example.com');
    await refuses(verify(self, 'email', wrongCode(code)), 'CodeMismatchException', MISMATCH);
    await verify(self, 'email', code);
    expect(await attributesOf(self)).toMatchObject({ email: 'new@example.com', email_verified: 'true' });
    await refuses(verify(self, 'email', code), 'ExpiredCodeException', EXPIRED);
  });

  it('forgets the waiting address when the old one is given again', async () => {
    const self = await member({
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
    await update(self, { email: 'new@example.com' });
    const code = await codeSentTo(self, 'new@example.com');
    expect(await update(self, { email: 'old@example.com' })).toEqual([]);
    await refuses(verify(self, 'email', code), 'ExpiredCodeException', EXPIRED);
    expect(await attributesOf(self)).toMatchObject({ email: 'old@example.com', email_verified: 'true' });
  });

  it('moves the sign-in name with the address', async () => {
    const self = await member({ UsernameAttributes: ['email'] });
    await update(self, { email: 'new@example.com' });
    expect(await accessToken(self, 'new@example.com')).toMatch(/^ey/);
    await refuses(accessToken(self, 'old@example.com'), 'UserNotFoundException', 'User does not exist.');
    await signUp(self, 'old@example.com');
    await refuses(
      update(self, { email: 'old@example.com' }),
      'AliasExistsException',
      'An account with the given email already exists.',
    );
  });

  it('refuses a waiting address that is another account', async () => {
    const self = await member({
      UsernameAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
    await signUp(self, 'other@example.com');
    await refuses(
      update(self, { email: 'other@example.com' }),
      'AliasExistsException',
      'An account with the given email already exists.',
    );
  });

  it('gives a preferred_username to one user only', async () => {
    const self = await member({ AliasAttributes: ['preferred_username'] });
    await update(self, { preferred_username: 'boss' });
    expect(await accessToken(self, 'Boss')).toMatch(/^ey/);
    await joined(self, 'bob', 'bob@example.com');
    const other = { ...self, token: await accessToken(self, 'bob') };
    await refuses(
      update(other, { preferred_username: 'BOSS' }),
      'AliasExistsException',
      'An account with the preferred_username already exists.',
    );
    await remove(self, 'preferred_username');
    await update(other, { preferred_username: 'BOSS' });
    expect(await accessToken(self, 'boss')).toMatch(/^ey/);
  });

  it('refuses what the client, the schema or the service forbids', async () => {
    const Schema = [
      { Name: 'fixed', AttributeDataType: 'String' as const, Mutable: false },
      { Name: 'level', AttributeDataType: 'Number' as const, NumberAttributeConstraints: { MaxValue: '9' } },
      { Name: 'note', AttributeDataType: 'String' as const, DeveloperOnlyAttribute: true },
    ];
    const self = await member({ Schema }, { WriteAttributes: ['email', 'custom:fixed', 'custom:level'] });
    const unauthorized = 'A client attempted to write unauthorized attribute';
    await refuses(update(self, { email_verified: 'true' }), 'NotAuthorizedException', unauthorized);
    await refuses(update(self, { 'dev:custom:note': 'x' }), 'NotAuthorizedException', unauthorized);
    await refuses(update(self, { 'custom:nope': 'x' }), 'InvalidParameterException', /Attribute does not exist/);
    await refuses(update(self, { 'custom:level': '10' }), 'InvalidParameterException', /custom:level/);
    await refuses(
      update(self, { 'custom:fixed': 'a' }),
      'InvalidParameterException',
      'user.custom:fixed: Attribute cannot be updated.\n',
    );
  });

  it('writes custom attributes only where the client names them', async () => {
    const self = await member({ Schema: [{ Name: 'tier', AttributeDataType: 'String' }] });
    await refuses(
      update(self, { 'custom:tier': 'gold' }),
      'NotAuthorizedException',
      'A client attempted to write unauthorized attribute',
    );
  });

  it('limits how often codes go out', async () => {
    const self = await member();
    for (let sends = 0; sends < 5; sends += 1) await update(self, { email: `n${sends}@example.com` });
    await refuses(update(self, { email: 'n5@example.com' }), 'TooManyRequestsException', LIMIT);
    expect(await attributesOf(self)).toMatchObject({ email: 'n4@example.com' });
  });
});

describe('DeleteUserAttributes', () => {
  it('deletes an address with its flag, and the sign-in name that it was', async () => {
    const self = await member({ AliasAttributes: ['email'] });
    expect(await accessToken(self, 'old@example.com')).toMatch(/^ey/);
    await remove(self, 'email');
    expect(Object.keys(await attributesOf(self))).toEqual(['sub']);
    await refuses(accessToken(self, 'old@example.com'), 'UserNotFoundException', 'User does not exist.');
  });

  it('refuses required and unwritable ones', async () => {
    const self = await member(
      { Schema: [{ Name: 'email', Required: true, Mutable: true }] },
      { WriteAttributes: ['email'] },
    );
    await refuses(remove(self, 'email'), 'InvalidParameterException', /email: The attribute is required/);
    await refuses(remove(self, 'name'), 'NotAuthorizedException', 'A client attempted to write unauthorized attribute');
  });
});

describe('GetUserAttributeVerificationCode and VerifyUserAttribute', () => {
  it('verify a contact by its code', async () => {
    const self = await member();
    await update(self, { phone_number: '+15550003333' });
    expect(await requestCode(self, 'phone_number')).toEqual({
      AttributeName: 'phone_number',
      DeliveryMedium: 'SMS',
      Destination: '+*******3333',
    });
    await verify(self, 'phone_number', await codeSentTo(self, '+15550003333'));
    expect(await attributesOf(self)).toMatchObject({ phone_number_verified: 'true' });
  });

  it('send to the address that waits', async () => {
    const self = await member({
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
    await update(self, { email: 'new@shop.test' });
    expect((await requestCode(self, 'email'))?.Destination).toBe('n***@s***');
    await verify(self, 'email', await codeSentTo(self, 'new@shop.test'));
    expect(await attributesOf(self)).toMatchObject({ email: 'new@shop.test' });
  });

  it('refuse other attributes and missing values', async () => {
    const self = await member();
    const unverifiable = 'Invalid attribute name. Only phone_number and email can be verified.';
    await refuses(requestCode(self, 'name'), 'InvalidParameterException', unverifiable);
    await refuses(verify(self, 'name', '123456'), 'InvalidParameterException', unverifiable);
    await refuses(
      requestCode(self, 'phone_number'),
      'InvalidParameterException',
      'User does not have a valid registered phone number',
    );
    await refuses(verify(self, 'email', '123456'), 'ExpiredCodeException', EXPIRED);
  });

  it('count sends and tries', async () => {
    const self = await member();
    for (let sends = 0; sends < 5; sends += 1) await requestCode(self, 'email');
    await refuses(requestCode(self, 'email'), 'LimitExceededException', LIMIT);
    const code = await codeSentTo(self, 'old@example.com');
    for (let tries = 0; tries < 5; tries += 1) {
      await refuses(verify(self, 'email', wrongCode(code)), 'CodeMismatchException', MISMATCH);
    }
    await refuses(verify(self, 'email', code), 'LimitExceededException', LIMIT);
  });

  it('refuse a code after 24 hours and after its address was changed', async () => {
    const self = await member();
    await requestCode(self, 'email');
    const code = await codeSentTo(self, 'old@example.com');
    await app.cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: self.poolId,
        Username: 'ada',
        UserAttributes: attributes({ email: 'else@example.com', email_verified: 'true' }),
      }),
    );
    await refuses(verify(self, 'email', code), 'ExpiredCodeException', EXPIRED);
    await requestCode(self, 'email');
    const late = await codeSentTo(self, 'else@example.com');
    app.clock.advance(24 * HOUR + 1000);
    const again = { ...self, token: await accessToken(self, 'ada') };
    await refuses(verify(again, 'email', late), 'ExpiredCodeException', EXPIRED);
  });

  it('refuse an alias that another user verified meanwhile', async () => {
    const self = await member({ AliasAttributes: ['email'] });
    await update(self, { email: 'shared@example.com' });
    const code = await codeSentTo(self, 'shared@example.com');
    await joined(self, 'rival', 'shared@example.com');
    await refuses(verify(self, 'email', code), 'AliasExistsException', 'An account with the email already exists.');
  });
});
