import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import {
  adminAnswer,
  adminBegin,
  answer,
  byPassword,
  bySrp,
  claims,
  invite,
  type Place,
  refused,
  WRONG,
} from './support/house.ts';

const TEMPORARY = 'Temporary-horse-1';
const INVALID = 'Invalid session for the user.';

let app: TestApp;
let place: Place;
let other: Place;
let elsewhere: Place;
let guests = 0;

const newPlace = async (poolId: string): Promise<Place> => ({
  poolId,
  clientId: (await createClient(app, poolId)).ClientId,
});

beforeAll(async () => {
  app = await startTestApp();
  const { Id: poolId } = await createPool(app);
  [place, other, elsewhere] = [
    await newPlace(poolId),
    await newPlace(poolId),
    await newPlace((await createPool(app)).Id),
  ];
});
afterAll(() => app.stop());

/** An invited user who has proved the temporary password. */
const invited = async (at = place, attributes: Record<string, string> = {}) => {
  guests += 1;
  const USERNAME = `guest-${guests}`;
  await invite(app, at, USERNAME, TEMPORARY, attributes);
  const asked = await byPassword(app, at, USERNAME, TEMPORARY);
  return { USERNAME, asked, session: asked.Session as string };
};

const statusOf = async (poolId: string, Username: string) =>
  (await app.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }))).UserStatus;

describe('NEW_PASSWORD_REQUIRED', () => {
  test('comes after the temporary password was proved, by password and by SRP', async () => {
    const { USERNAME, asked } = await invited(place, { email: 'guest@example.com', email_verified: 'true' });
    for (const each of [asked, await bySrp(app, place, USERNAME, TEMPORARY)]) {
      expect(each.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
      expect(each.AuthenticationResult).toBeUndefined();
      expect(each.Session?.length).toBeGreaterThanOrEqual(20);
      expect(each.Session?.length).toBeLessThanOrEqual(2048);
      expect(each.ChallengeParameters).toEqual({
        USER_ID_FOR_SRP: USERNAME,
        requiredAttributes: '[]',
        userAttributes: expect.any(String),
      });
      const attributes = JSON.parse(each.ChallengeParameters?.['userAttributes'] ?? '{}');
      expect(attributes).toEqual({ email: 'guest@example.com', email_verified: 'true' });
    }
  });

  test('never comes before: a wrong password is a wrong password', async () => {
    const { USERNAME } = await invited();
    await refused(byPassword(app, place, USERNAME, 'Wrong-horse-1'), 'NotAuthorizedException', WRONG);
    await refused(bySrp(app, place, USERNAME, 'Wrong-horse-1'), 'NotAuthorizedException', WRONG);
  });

  test('sets the password, confirms the user and signs in', async () => {
    const { USERNAME, session } = await invited();
    expect(await statusOf(place.poolId, USERNAME)).toBe('FORCE_CHANGE_PASSWORD');
    const given = { USERNAME, NEW_PASSWORD: PASSWORD };
    const { AuthenticationResult } = await answer(app, place, 'NEW_PASSWORD_REQUIRED', given, session);
    expect(claims(AuthenticationResult?.IdToken)['cognito:username']).toBe(USERNAME);
    expect(await statusOf(place.poolId, USERNAME)).toBe('CONFIRMED');
    await expect(bySrp(app, place, USERNAME, PASSWORD)).resolves.toHaveProperty('AuthenticationResult.IdToken');
    await refused(byPassword(app, place, USERNAME, TEMPORARY), 'NotAuthorizedException', WRONG);
  });

  test('can be asked and answered by an administrator', async () => {
    await invite(app, place, 'served', TEMPORARY);
    const given = { USERNAME: 'served', PASSWORD: TEMPORARY };
    const asked = await adminBegin(app, place, 'ADMIN_USER_PASSWORD_AUTH', given);
    expect(asked.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const response = { USERNAME: 'served', NEW_PASSWORD: PASSWORD };
    const done = await adminAnswer(app, place, 'NEW_PASSWORD_REQUIRED', response, asked.Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('does not verify an address that the administrator left unverified', async () => {
    const { USERNAME, session } = await invited(place, { email: 'unverified@example.com' });
    const given = { USERNAME, NEW_PASSWORD: PASSWORD };
    const { AuthenticationResult } = await answer(app, place, 'NEW_PASSWORD_REQUIRED', given, session);
    expect(claims(AuthenticationResult?.IdToken)['email_verified']).not.toBe(true);
  });

  test('checks the policy, and the session survives a bad password', async () => {
    const { USERNAME, session } = await invited();
    await refused(
      answer(app, place, 'NEW_PASSWORD_REQUIRED', { USERNAME, NEW_PASSWORD: 'short' }, session),
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    );
    const given = { USERNAME, NEW_PASSWORD: PASSWORD };
    const done = await answer(app, place, 'NEW_PASSWORD_REQUIRED', given, session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test.each(['USERNAME', 'NEW_PASSWORD'])('needs %s', async (name) => {
    const { USERNAME, session } = await invited();
    const { [name]: _, ...rest }: Record<string, string> = { USERNAME, NEW_PASSWORD: PASSWORD };
    const sent = answer(app, place, 'NEW_PASSWORD_REQUIRED', rest, session);
    await refused(sent, 'InvalidParameterException', `Missing required parameter ${name}`);
  });
});

describe('required attributes', () => {
  let demanding: Place;
  beforeAll(async () => {
    const required = (Name: string) => ({ Name, AttributeDataType: 'String' as const, Required: true, Mutable: true });
    const { Id: poolId } = await createPool(app, { Schema: [required('email'), required('family_name')] });
    demanding = await newPlace(poolId);
  });

  const send = (at: Place, session: string, given: Record<string, string>) =>
    answer(app, at, 'NEW_PASSWORD_REQUIRED', { NEW_PASSWORD: PASSWORD, ...given }, session);

  test('are named, asked for, and stored', async () => {
    const { USERNAME, asked, session } = await invited(demanding, { email: 'named@example.com' });
    expect(asked.ChallengeParameters?.['requiredAttributes']).toBe('["userAttributes.family_name"]');
    await refused(
      send(demanding, session, { USERNAME }),
      'InvalidParameterException',
      'Invalid attributes given, family_name is missing',
    );
    const done = await send(demanding, session, { USERNAME, 'userAttributes.family_name': 'White' });
    expect(claims(done.AuthenticationResult?.IdToken)).toMatchObject({
      family_name: 'White',
      email: 'named@example.com',
    });
  });

  test('that the administrator gave stay as they are', async () => {
    const { USERNAME, session } = await invited(demanding, { email: 'given@example.com' });
    const given = { USERNAME, 'userAttributes.family_name': 'White', 'userAttributes.email': 'thief@example.com' };
    const message = 'Cannot modify an already provided email';
    await refused(send(demanding, session, given), 'NotAuthorizedException', message);
    expect(await statusOf(demanding.poolId, USERNAME)).toBe('FORCE_CHANGE_PASSWORD');
  });

  test('and all others pass the schema and what the client may write', async () => {
    const { USERNAME, session } = await invited();
    const unknown = send(place, session, { USERNAME, 'userAttributes.custom:none': 'x' });
    await expect(unknown).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const verified = send(place, session, { USERNAME, 'userAttributes.email_verified': 'true' });
    await expect(verified).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const { ClientId: clientId } = await createClient(app, place.poolId, { WriteAttributes: ['email'] });
    const narrow = await invited({ poolId: place.poolId, clientId });
    const sent = answer(
      app,
      { poolId: place.poolId, clientId },
      'NEW_PASSWORD_REQUIRED',
      { USERNAME: narrow.USERNAME, NEW_PASSWORD: PASSWORD, 'userAttributes.given_name': 'x' },
      narrow.session,
    );
    await refused(sent, 'NotAuthorizedException', 'A client attempted to write unauthorized attribute');
  });
});

describe('the Session', () => {
  const good = (USERNAME: string) => ({ USERNAME, NEW_PASSWORD: PASSWORD });
  const send = (at: Place, USERNAME: string, session?: string) =>
    answer(app, at, 'NEW_PASSWORD_REQUIRED', good(USERNAME), session);

  test('must be there', async () => {
    const { USERNAME } = await invited();
    await refused(send(place, USERNAME), 'InvalidParameterException', 'Missing required parameter Session');
  });

  test('works once', async () => {
    const { USERNAME, session } = await invited();
    await send(place, USERNAME, session);
    const message = 'Invalid session for the user, session can only be used once.';
    await refused(send(place, USERNAME, session), 'NotAuthorizedException', message);
  });

  test('does not open for another client, pool or user', async () => {
    const { USERNAME, session } = await invited();
    const rival = await invited();
    await refused(send(other, USERNAME, session), 'NotAuthorizedException', INVALID);
    await refused(send(elsewhere, USERNAME, session), 'NotAuthorizedException', INVALID);
    await refused(send(place, rival.USERNAME, session), 'NotAuthorizedException', INVALID);
    await refused(send(place, 'nobody', session), 'NotAuthorizedException', INVALID);
    await expect(send(place, USERNAME, session)).resolves.toHaveProperty('AuthenticationResult.IdToken');
  });

  test('answers the challenge it was given for and no other', async () => {
    const { USERNAME, session } = await invited();
    const sent = answer(app, place, 'SMS_MFA', { USERNAME, SMS_MFA_CODE: '123456' }, session);
    await refused(sent, 'NotAuthorizedException', INVALID);
  });

  test.each(['x'.repeat(20), `v1.${'A'.repeat(400)}`, 'AAAA.BBBB.CCCC.DDDD.EEEE'])(
    'is nothing that a client can make up: %s',
    async (session) => {
      const { USERNAME } = await invited();
      await refused(send(place, USERNAME, session), 'NotAuthorizedException', INVALID);
    },
  );

  test('does not bear a changed letter', async () => {
    const { USERNAME, session } = await invited();
    for (const at of [0, 10, Math.floor(session.length / 2), session.length - 2]) {
      const letter = session[at] === 'A' ? 'B' : 'A';
      const changed = session.slice(0, at) + letter + session.slice(at + 1);
      await refused(send(place, USERNAME, changed), 'NotAuthorizedException', INVALID);
    }
  });

  test.each([
    [
      'a new password',
      (poolId: string, Username: string) =>
        app.cognito.send(new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username, Password: 'Temporary-2-x' })),
    ],
    [
      'a permanent password',
      (poolId: string, Username: string) =>
        app.cognito.send(
          new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username, Password: PASSWORD, Permanent: true }),
        ),
    ],
    [
      'a sign-out everywhere',
      (poolId: string, Username: string) =>
        app.cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username })),
    ],
    [
      'the blocking of the user',
      (poolId: string, Username: string) =>
        app.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username })),
    ],
  ])('ends with %s', async (_what, change) => {
    const { USERNAME, session } = await invited();
    await change(place.poolId, USERNAME);
    await refused(send(place, USERNAME, session), 'NotAuthorizedException', INVALID);
  });

  test('ends after AuthSessionValidity minutes of its client', async () => {
    const { ClientId: clientId } = await createClient(app, place.poolId, { AuthSessionValidity: 5 });
    const longer = { poolId: place.poolId, clientId };
    const [first, second] = [await invited(longer), await invited(longer)];
    app.clock.advance(4.5 * 60_000);
    await expect(send(longer, first.USERNAME, first.session)).resolves.toHaveProperty('AuthenticationResult');
    app.clock.advance(0.5 * 60_000);
    const message = 'Invalid session for the user, session is expired.';
    await refused(send(longer, second.USERNAME, second.session), 'NotAuthorizedException', message);
  });
});
