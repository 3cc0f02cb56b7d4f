import {
  AddCustomAttributesCommand,
  AdminDeleteUserAttributesCommand,
  AdminUpdateUserAttributesCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { caseless, invite, list, look, refusal } from './support.ts';

let app: TestApp;
let poolId: string;
beforeAll(async () => {
  app = await startTestApp();
  const pool = await createPool(app, {
    Schema: [
      {
        Name: 'tier',
        AttributeDataType: 'String',
        Mutable: true,
        StringAttributeConstraints: { MinLength: '2', MaxLength: '5' },
      },
      { Name: 'fixed', AttributeDataType: 'String', Mutable: false },
      {
        Name: 'age',
        AttributeDataType: 'Number',
        Mutable: true,
        NumberAttributeConstraints: { MinValue: '18', MaxValue: '120' },
      },
      { Name: 'flag', AttributeDataType: 'Boolean', Mutable: true },
      { Name: 'since', AttributeDataType: 'DateTime', Mutable: true },
    ],
  });
  poolId = pool.Id;
});
afterAll(() => app.stop());

const update = (username: string, attributes: Record<string, string>, pool = poolId) =>
  app.cognito.send(
    new AdminUpdateUserAttributesCommand({ UserPoolId: pool, Username: username, UserAttributes: list(attributes) }),
  );

const remove = (username: string, names: string[], pool = poolId) =>
  app.cognito.send(
    new AdminDeleteUserAttributesCommand({ UserPoolId: pool, Username: username, UserAttributeNames: names }),
  );

const nonConforming = (problem: string) =>
  `InvalidParameterException: Attributes did not conform to the schema: ${problem}`;

let users = 0;
const someone = async (attributes: Record<string, string> = {}, pool = poolId): Promise<string> => {
  users += 1;
  return (await invite(app, pool, `someone-${users}`, attributes)).Username as string;
};

describe('attributes of a new user', () => {
  it.each([
    [
      'an e-mail address without a domain',
      { email: 'nobody' },
      'InvalidParameterException: Invalid email address format.',
    ],
    ['an e-mail address without a dot', { email: 'a@b' }, 'InvalidParameterException: Invalid email address format.'],
    [
      'an e-mail address with an empty label',
      { email: 'a@b..c' },
      'InvalidParameterException: Invalid email address format.',
    ],
    [
      'a phone number without a plus',
      { phone_number: '15555550100' },
      'InvalidParameterException: Invalid phone number format.',
    ],
    [
      'a phone number with spaces',
      { phone_number: '+1 555 555 0100' },
      'InvalidParameterException: Invalid phone number format.',
    ],
    [
      'a phone number of 16 digits',
      { phone_number: '+1234567890123456' },
      'InvalidParameterException: Invalid phone number format.',
    ],
    [
      'too short a string',
      { 'custom:tier': 'a' },
      nonConforming('custom:tier: String must be at least 2 characters long'),
    ],
    [
      'too long a string',
      { 'custom:tier': 'golden' },
      nonConforming('custom:tier: String must be no longer than 5 characters'),
    ],
    ['too small a number', { 'custom:age': '17' }, nonConforming('custom:age: Number must be no less than 18')],
    ['too great a number', { 'custom:age': '121' }, nonConforming('custom:age: Number must be no greater than 120')],
    ['no number', { 'custom:age': 'old' }, nonConforming('custom:age: Invalid value for a number')],
    ['no boolean', { 'custom:flag': 'yes' }, nonConforming('custom:flag: Invalid value for a boolean')],
    ['no date', { 'custom:since': '2024-13-45' }, nonConforming('custom:since: Invalid value for a date and time')],
    [
      'too short a birthdate',
      { birthdate: '1815' },
      nonConforming('birthdate: String must be at least 10 characters long'),
    ],
    [
      'an unknown attribute',
      { 'custom:nope': '1' },
      nonConforming('Type for attribute {custom:nope} could not be determined'),
    ],
    ['a sub', { sub: '1234' }, 'InvalidParameterException: Cannot modify the non-mutable attribute sub'],
    [
      'a flag without its address',
      { email_verified: 'true' },
      'InvalidParameterException: email must be set in order to set email_verified to true.',
    ],
  ])('refuses %s', async (_what, attributes, message) => {
    expect(await refusal(invite(app, poolId, 'refused', attributes as Record<string, string>))).toBe(message);
  });

  it('keeps values of every type', async () => {
    const given = {
      name: 'Ada Lovelace',
      birthdate: '1815-12-10',
      picture: 'https://example.com/ada.png',
      updated_at: '1700000000',
      phone_number: '+447911123456',
      'custom:tier': 'gold',
      'custom:fixed': 'once',
      'custom:age': '36',
      'custom:flag': 'true',
      'custom:since': '2024-02-29T12:00:00Z',
    };
    const username = await someone(given);
    expect((await look(app, poolId, username)).attributes).toMatchObject(given);
  });

  it('answers all schema violations at once', async () => {
    const request = invite(app, poolId, 'refused', { 'custom:tier': 'a', 'custom:age': '1' });
    expect(await refusal(request)).toBe(
      nonConforming(
        'custom:tier: String must be at least 2 characters long, custom:age: Number must be no less than 18',
      ),
    );
  });

  it('counts no more than 2048 characters', async () => {
    const username = await someone({ website: 'w'.repeat(2048) });
    expect((await look(app, poolId, username)).attributes['website']).toHaveLength(2048);
  });

  it('knows a custom attribute as soon as it is added', async () => {
    await app.cognito.send(
      new AddCustomAttributesCommand({
        UserPoolId: poolId,
        CustomAttributes: [{ Name: 'later', AttributeDataType: 'String', Mutable: true }],
      }),
    );
    const username = await someone({ 'custom:later': 'yes' });
    expect((await look(app, poolId, username)).attributes['custom:later']).toBe('yes');
  });

  it('lets administrators write developer attributes', async () => {
    const pool = await createPool(app, {
      Schema: [{ Name: 'note', AttributeDataType: 'String', Mutable: true, DeveloperOnlyAttribute: true }],
    });
    const username = await someone({ 'dev:custom:note': 'vip' }, pool.Id);
    expect((await look(app, pool.Id, username)).attributes['dev:custom:note']).toBe('vip');
  });
});

describe('AdminUpdateUserAttributes', () => {
  it('changes, adds and deletes, and moves the date of the last change', async () => {
    const username = await someone({ name: 'Old', nickname: 'Nick', 'custom:tier': 'gold' });
    const before = await look(app, poolId, username);
    app.clock.advance(5000);
    await update(username, { name: 'New', nickname: '', 'custom:age': '40' });
    const after = await look(app, poolId, username);
    expect(after.attributes).toEqual({
      sub: before.attributes['sub'],
      name: 'New',
      'custom:tier': 'gold',
      'custom:age': '40',
    });
    expect(after.UserLastModifiedDate?.getTime()).toBeGreaterThanOrEqual(
      (before.UserLastModifiedDate?.getTime() as number) + 5000,
    );
    expect(after.UserCreateDate).toEqual(before.UserCreateDate);
  });

  it('leaves an immutable attribute as the user was made, value or none', async () => {
    const complaint = 'InvalidParameterException: user.custom:fixed: Attribute cannot be updated.\n';
    for (const username of [await someone({ 'custom:fixed': 'once' }), await someone()]) {
      for (const value of ['once', 'twice', '']) {
        expect(await refusal(update(username, { 'custom:fixed': value }))).toBe(complaint);
      }
      expect(await refusal(remove(username, ['custom:fixed']))).toBe(complaint);
    }
  });

  it('refuses unknown attributes and values out of range in the words of an update', async () => {
    const username = await someone();
    expect(await refusal(update(username, { 'custom:a': '1', 'custom:b': '2' }))).toBe(
      'InvalidParameterException: user.custom:a: Attribute does not exist in the schema.\n' +
        'user.custom:b: Attribute does not exist in the schema.\n',
    );
    expect(await refusal(update(username, { 'custom:tier': 'platinum' }))).toBe(
      'InvalidParameterException: user.custom:tier: String must be no longer than 5 characters\n',
    );
    expect(await refusal(update(username, { email: 'x' }))).toBe(
      'InvalidParameterException: Invalid email address format.',
    );
    expect(await refusal(update(username, { sub: 'x' }))).toBe(
      'InvalidParameterException: Cannot modify the non-mutable attribute sub',
    );
    expect(await refusal(update('nobody', { name: 'x' }))).toBe('UserNotFoundException: User does not exist.');
  });

  it('leaves a changed address unverified, and verified when the administrator says so', async () => {
    const username = await someone({ email: 'old@example.com', email_verified: 'true' });
    await update(username, { email: 'new@example.com' });
    expect((await look(app, poolId, username)).attributes).toMatchObject({
      email: 'new@example.com',
      email_verified: 'false',
    });
    await update(username, { email_verified: 'true' });
    expect((await look(app, poolId, username)).attributes).toMatchObject({
      email: 'new@example.com',
      email_verified: 'true',
    });
    await update(username, { email: '' });
    expect((await look(app, poolId, username)).attributes).toEqual({ sub: expect.any(String) });
  });
});

describe('verification of what an administrator changed', () => {
  const pools: Record<string, Partial<CreateUserPoolCommandInput>> = {
    plain: {},
    auto: { AutoVerifiedAttributes: ['email'] },
    waiting: {
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    },
  };
  const changed = async (kind: string, attributes: Record<string, string>) => {
    const pool = await createPool(app, pools[kind]);
    const username = await someone({ email: 'old@example.com', email_verified: 'true' }, pool.Id);
    await update(username, attributes, pool.Id);
    const { attributes: now } = await look(app, pool.Id, username);
    const sent = await app.mailbox({ userPoolId: pool.Id });
    return { email: now['email'], verified: now['email_verified'], sent: sent.map(({ to, kind }) => `${kind} ${to}`) };
  };

  it('sends no code in a pool that verifies nothing', async () => {
    expect(await changed('plain', { email: 'new@example.com' })).toEqual({
      email: 'new@example.com',
      verified: 'false',
      sent: [],
    });
  });

  it('sends a code to the new address where the pool verifies', async () => {
    expect(await changed('auto', { email: 'new@example.com' })).toEqual({
      email: 'new@example.com',
      verified: 'false',
      sent: ['update-attribute new@example.com'],
    });
  });

  it('keeps the old address until the code comes back where the pool wants that', async () => {
    expect(await changed('waiting', { email: 'new@example.com' })).toEqual({
      email: 'old@example.com',
      verified: 'true',
      sent: ['update-attribute new@example.com'],
    });
    expect(await changed('waiting', { email: 'new@example.com', email_verified: 'false' })).toMatchObject({
      email: 'old@example.com',
      verified: 'true',
    });
  });

  it('takes the new address at once when it is said to be verified', async () => {
    expect(await changed('waiting', { email: 'new@example.com', email_verified: 'true' })).toEqual({
      email: 'new@example.com',
      verified: 'true',
      sent: [],
    });
  });
});

describe('AdminDeleteUserAttributes', () => {
  it('deletes custom and standard attributes; deleting what is not there is no error', async () => {
    const username = await someone({
      name: 'N',
      'custom:tier': 'gold',
      email: 'e@example.com',
      email_verified: 'true',
    });
    await remove(username, ['name', 'custom:tier', 'email', 'locale']);
    expect((await look(app, poolId, username)).attributes).toEqual({ sub: expect.any(String) });
  });

  it('refuses unknown ones, sub, and required ones', async () => {
    const pool = await createPool(app, { Schema: [{ Name: 'email', Required: true, Mutable: true }] });
    const username = await someone({ email: 'must@example.com' }, pool.Id);
    expect(await refusal(remove(username, ['custom:nope'], pool.Id))).toBe(
      'InvalidParameterException: user.custom:nope: Attribute does not exist in the schema.\n',
    );
    expect(await refusal(remove(username, ['sub'], pool.Id))).toBe(
      'InvalidParameterException: Cannot modify the non-mutable attribute sub',
    );
    expect(await refusal(remove(username, ['email'], pool.Id))).toBe(
      'InvalidParameterException: user.email: The attribute is required\n',
    );
  });
});

describe('aliases', () => {
  const verified = (email: string) => ({ email, email_verified: 'true' });

  it('belong to the user who verified them', async () => {
    const { Id } = await createPool(app, { AliasAttributes: ['email', 'preferred_username'], ...caseless });
    const owner = await someone(verified('mine@example.com'), Id);
    const other = await someone({ email: 'mine@example.com' }, Id);
    expect((await look(app, Id, 'mine@example.com')).Username).toBe(owner);
    expect(await refusal(update(other, { email_verified: 'true' }, Id))).toBe(
      'AliasExistsException: An account with the email already exists.',
    );
    await update(owner, { email: 'other@example.com' }, Id);
    expect(await refusal(look(app, Id, 'mine@example.com'))).toBe('UserNotFoundException: User does not exist.');
    await update(other, { email_verified: 'true' }, Id);
    expect((await look(app, Id, 'Mine@Example.com')).Username).toBe(other);
  });

  it('count preferred_username at once', async () => {
    const { Id } = await createPool(app, { AliasAttributes: ['preferred_username'], ...caseless });
    const first = await someone({ preferred_username: 'Nick' }, Id);
    const second = await someone({}, Id);
    expect((await look(app, Id, 'nick')).Username).toBe(first);
    expect(await refusal(update(second, { preferred_username: 'NICK' }, Id))).toBe(
      'AliasExistsException: An account with the preferred_username already exists.',
    );
    await remove(first, ['preferred_username'], Id);
    await update(second, { preferred_username: 'NICK' }, Id);
    expect((await look(app, Id, 'nick')).Username).toBe(second);
  });

  it('share one space of names with usernames, so that nobody takes the name by which another is found', async () => {
    const { Id } = await createPool(app, { AliasAttributes: ['email', 'preferred_username'], ...caseless });
    const nick = await someone({ preferred_username: 'Nick' }, Id);
    const plain = await someone({}, Id);
    expect(await refusal(invite(app, Id, 'nick'))).toBe('UsernameExistsException: User account already exists');
    expect(await refusal(update(nick, { preferred_username: plain.toUpperCase() }, Id))).toBe(
      'AliasExistsException: An account with the preferred_username already exists.',
    );
    expect(await refusal(update(nick, { preferred_username: 'somebody@example.com' }, Id))).toBe(
      'InvalidParameterException: Preferred username cannot be of email format, since user pool is configured for email alias.',
    );
    await update(plain, { preferred_username: plain }, Id);
    await remove(plain, ['preferred_username'], Id);
    expect((await look(app, Id, plain)).Username).toBe(plain);
  });

  it('never stand in for another user’s sub', async () => {
    const { Id } = await createPool(app, { AliasAttributes: ['preferred_username'] });
    const victim = await someone({}, Id);
    const { sub } = (await look(app, Id, victim)).attributes;
    expect(await refusal(invite(app, Id, sub as string))).toBe('UsernameExistsException: User account already exists');
    await someone({ preferred_username: crypto.randomUUID() }, Id);
    expect((await look(app, Id, sub as string)).Username).toBe(victim);
  });

  it('are no aliases where the pool has none', async () => {
    const { Id } = await createPool(app);
    await someone(verified('alone@example.com'), Id);
    await someone(verified('alone@example.com'), Id);
    expect(await refusal(look(app, Id, 'alone@example.com'))).toBe('UserNotFoundException: User does not exist.');
  });

  it('follow a username attribute, verified or not', async () => {
    const { Id } = await createPool(app, { UsernameAttributes: ['email'] });
    const { Username } = await invite(app, Id, 'before@example.com');
    await invite(app, Id, 'taken@example.com');
    expect(await refusal(update(Username as string, { email: 'taken@example.com' }, Id))).toBe(
      'AliasExistsException: An account with the given email already exists.',
    );
    await update('before@example.com', { email: 'after@example.com' }, Id);
    expect((await look(app, Id, 'after@example.com')).Username).toBe(Username);
    expect(await refusal(look(app, Id, 'before@example.com'))).toBe('UserNotFoundException: User does not exist.');
    expect((await look(app, Id, Username as string)).Username).toBe(Username);
  });

  it('cannot be waited for while another account has them', async () => {
    const { Id } = await createPool(app, {
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
    await invite(app, Id, 'has-it@example.com');
    await invite(app, Id, 'wants-it@example.com');
    expect(await refusal(update('wants-it@example.com', { email: 'has-it@example.com' }, Id))).toBe(
      'AliasExistsException: An account with the given email already exists.',
    );
    expect(await app.mailbox({ userPoolId: Id })).toEqual([]);
  });
});
