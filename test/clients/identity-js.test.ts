/** amazon-cognito-identity-js as published, over HTTP. */

import { AdminCreateUserCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  type CognitoUserSession,
  type ICognitoStorage,
} from 'amazon-cognito-identity-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { codeFor, makePool, type TestPool } from './support/pool.ts';

const PASSWORD = 'Correct-horse-1';

const memory = (): ICognitoStorage => {
  const values = new Map<string, string>();
  return {
    setItem: (key, value) => void values.set(key, value),
    getItem: (key) => values.get(key) ?? null,
    removeItem: (key) => void values.delete(key),
    clear: () => values.clear(),
  };
};

type NodeCallback<Result> = (error: Error | undefined, result: Result | undefined) => void;

/** For the library's methods that take `(error, result) => …`. */
const called = <Result>(call: (callback: NodeCallback<Result>) => void): Promise<Result> =>
  new Promise((resolve, reject) => {
    call((error, result) => (error ? reject(error) : resolve(result as Result)));
  });

/** For the library's methods that take `{ onSuccess, onFailure }`. */
const settled = <Result>(
  call: (callbacks: { onSuccess: (result: Result) => void; onFailure: (error: Error) => void }) => void,
): Promise<Result> => new Promise((resolve, reject) => call({ onSuccess: resolve, onFailure: reject }));

let app: TestApp;
let pool: TestPool;

beforeAll(async () => {
  app = await startTestApp();
  pool = await makePool(app);
});
afterAll(() => app.stop());

const open = () => {
  const storage = memory();
  const userPool = new CognitoUserPool({
    UserPoolId: pool.id,
    ClientId: pool.clientId,
    endpoint: app.endpoint,
    Storage: storage,
  });
  const user = (name: string) => new CognitoUser({ Username: name, Pool: userPool, Storage: storage });
  return { userPool, user };
};

const signIn = (user: CognitoUser, name: string, password: string): Promise<CognitoUserSession> =>
  settled((callbacks) => {
    user.authenticateUser(new AuthenticationDetails({ Username: name, Password: password }), {
      ...callbacks,
      newPasswordRequired: () => callbacks.onFailure(new Error('NEW_PASSWORD_REQUIRED')),
    });
  });

describe('amazon-cognito-identity-js', () => {
  const name = 'walter';
  const mail = 'walter@example.com';
  const { signedIn, later } = { signedIn: { user: undefined as CognitoUser | undefined }, later: 'Another-horse-2' };
  const user = (): CognitoUser => {
    if (!signedIn.user) throw new Error('not signed in');
    return signedIn.user;
  };

  test('signs up, and confirms with the mailed code', async () => {
    const { userPool, user: named } = open();
    const attributes = [new CognitoUserAttribute({ Name: 'email', Value: mail })];
    const result = await called<{ userConfirmed: boolean; userSub: string }>((done) =>
      userPool.signUp(name, PASSWORD, attributes, [], done as never),
    );
    expect(result.userConfirmed).toBe(false);
    await expect(signIn(named(name), name, PASSWORD)).rejects.toMatchObject({ code: 'UserNotConfirmedException' });
    const code = await codeFor(app, pool, mail);
    const confirmed = await called<string>((done) => named(name).confirmRegistration(code, true, done));
    expect(confirmed).toBe('SUCCESS');
  });

  test('signs in by SRP, and its tokens say who', async () => {
    signedIn.user = open().user(name);
    const session = await signIn(user(), name, PASSWORD);
    expect(session.isValid()).toBe(true);
    expect(session.getIdToken().payload).toMatchObject({ email: mail, email_verified: true, 'cognito:username': name });
    expect(session.getAccessToken().payload).toMatchObject({ token_use: 'access', client_id: pool.clientId });
  });

  test('is told no more than that name or password is wrong', async () => {
    const refused = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await expect(signIn(open().user(name), name, 'Wrong-horse-1')).rejects.toMatchObject(refused);
  });

  test('refreshes the session with the refresh token', async () => {
    const before = await called<CognitoUserSession>((done) => user().getSession(done as never));
    const after = await called<CognitoUserSession>((done) => user().refreshSession(before.getRefreshToken(), done));
    expect(after.getAccessToken().getJwtToken()).not.toBe(before.getAccessToken().getJwtToken());
    expect(after.getRefreshToken().getToken()).toBe(before.getRefreshToken().getToken());
  });

  test('reads and writes attributes', async () => {
    const change = [new CognitoUserAttribute({ Name: 'given_name', Value: 'Walter' })];
    await called((done) => user().updateAttributes(change, done as never));
    const attributes = await called<CognitoUserAttribute[]>((done) => user().getUserAttributes(done as never));
    expect(Object.fromEntries(attributes.map((each) => [each.getName(), each.getValue()]))).toMatchObject({
      email: mail,
      email_verified: 'true',
      given_name: 'Walter',
    });
    await called((done) => user().deleteAttributes(['given_name'], done as never));
    const left = await called<CognitoUserAttribute[]>((done) => user().getUserAttributes(done as never));
    expect(left.map((each) => each.getName())).not.toContain('given_name');
  });

  test('changes the password', async () => {
    await called((done) => user().changePassword(PASSWORD, later, done as never));
    await expect(signIn(open().user(name), name, PASSWORD)).rejects.toMatchObject({ code: 'NotAuthorizedException' });
    await expect(signIn(open().user(name), name, later)).resolves.toHaveProperty('accessToken');
  });

  test('recovers a forgotten password with the mailed code', async () => {
    const forgetful = open().user(name);
    const delivery = await settled<{ CodeDeliveryDetails: { Destination: string } }>((callbacks) =>
      forgetful.forgotPassword({ ...callbacks, inputVerificationCode: callbacks.onSuccess } as never),
    );
    expect(delivery.CodeDeliveryDetails.Destination).toMatch(/^w\*+@e\*+$/);
    const code = await codeFor(app, pool, mail);
    const recovered = 'Recovered-horse-3';
    await settled<string>((callbacks) => forgetful.confirmPassword(code, recovered, callbacks));
    await expect(signIn(open().user(name), name, recovered)).resolves.toHaveProperty('idToken');
  });

  test('signs out everywhere: the tokens are dead', async () => {
    const here = open().user(name);
    const session = await signIn(here, name, 'Recovered-horse-3');
    await settled<string>((callbacks) => here.globalSignOut(callbacks));
    // Asked through the SDK: this library tries a refused refresh again for seconds.
    const AccessToken = session.getAccessToken().getJwtToken();
    await expect(app.cognito.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
  });

  test('sets a password of its own after an invitation', async () => {
    const invited = 'jesse';
    await app.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: pool.id,
        Username: invited,
        TemporaryPassword: 'Temporary-horse-1',
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'email', Value: 'jesse@example.com' }],
      }),
    );
    const guest = open().user(invited);
    const asked = await new Promise<{ userAttributes: Record<string, string>; requiredAttributes: string[] }>(
      (resolve, reject) =>
        guest.authenticateUser(new AuthenticationDetails({ Username: invited, Password: 'Temporary-horse-1' }), {
          onSuccess: () => reject(new Error('signed in with a temporary password')),
          onFailure: reject,
          newPasswordRequired: (userAttributes, requiredAttributes) => resolve({ userAttributes, requiredAttributes }),
        }),
    );
    expect(asked.userAttributes).toMatchObject({ email: 'jesse@example.com' });
    expect(asked.requiredAttributes).toEqual([]);
    const session = await settled<CognitoUserSession>((callbacks) =>
      guest.completeNewPasswordChallenge(PASSWORD, { given_name: 'Jesse' }, callbacks),
    );
    expect(session.getIdToken().payload).toMatchObject({ 'cognito:username': invited, given_name: 'Jesse' });
    await expect(signIn(open().user(invited), invited, PASSWORD)).resolves.toHaveProperty('idToken');
  });
});
