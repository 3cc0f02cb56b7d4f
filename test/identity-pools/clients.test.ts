/** Credential providers of the SDK, and Amplify, as apps use them. */

import { GetOpenIdTokenCommand } from '@aws-sdk/client-cognito-identity';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromCognitoIdentity, fromCognitoIdentityPool, fromWebToken } from '@aws-sdk/credential-providers';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../support/builders.ts';
import {
  arnOf,
  idOf,
  makeIdentityPool,
  makeRole,
  makeUserPool,
  type Setting,
  setRoles,
  somebody,
  startSetting,
  trustOf,
  type UserPool,
} from './support/setting.ts';

let app: Setting;
let users: UserPool;
let pool: string;
let people: string;
let guests: string;

beforeAll(async () => {
  app = await startSetting();
  users = await makeUserPool(app);
  pool = await makeIdentityPool(app, users, { AllowUnauthenticatedIdentities: true, AllowClassicFlow: true });
  [people, guests] = [await makeRole(app, trustOf(pool)), await makeRole(app, trustOf(pool, 'unauthenticated'))];
  await setRoles(app, pool, { authenticated: people, unauthenticated: guests });
});
afterAll(() => app.stop());

const nameOf = (role: string) => role.slice(role.indexOf('/') + 1);
const of = (role: string, session = 'CognitoIdentityCredentials') =>
  `arn:aws:sts::000000000000:assumed-role/${nameOf(role)}/${session}`;
const clientConfig = () => ({ endpoint: app.endpoint, region: 'us-east-1' });

describe('@aws-sdk/credential-providers', () => {
  it('fromCognitoIdentityPool signs for guests and for people', async () => {
    const guest = fromCognitoIdentityPool({ identityPoolId: pool, clientConfig: clientConfig() });
    expect(await arnOf(app, await guest())).toBe(of(guests));
    const { idToken } = await somebody(app, users);
    const person = fromCognitoIdentityPool({
      identityPoolId: pool,
      logins: { [users.provider]: async () => idToken },
      clientConfig: clientConfig(),
    });
    const sts = new STSClient({ ...clientConfig(), credentials: person });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(of(people));
    sts.destroy();
  });

  it('fromCognitoIdentity signs for one identity', async () => {
    const { idToken } = await somebody(app, users);
    const logins = { [users.provider]: idToken };
    const identityId = await idOf(app, pool, logins);
    const credentials = await fromCognitoIdentity({ identityId, logins, clientConfig: clientConfig() })();
    expect(credentials.identityId).toBe(identityId);
    expect(await arnOf(app, credentials)).toBe(of(people));
    await expect(fromCognitoIdentity({ identityId, clientConfig: clientConfig() })()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('fromWebToken takes on a role by the basic flow', async () => {
    const { idToken } = await somebody(app, users);
    const logins = { [users.provider]: idToken };
    const IdentityId = await idOf(app, pool, logins);
    const { Token = '' } = await app.identity.send(new GetOpenIdTokenCommand({ IdentityId, Logins: logins }));
    const credentials = await fromWebToken({
      roleArn: people,
      roleSessionName: 'app1',
      webIdentityToken: Token,
      clientConfig: clientConfig(),
    })();
    expect(await arnOf(app, credentials)).toBe(of(people, 'app1'));
  });
});

describe('the basic flow', () => {
  const assume = (RoleArn: string, WebIdentityToken: string) =>
    app
      .sts({ accessKeyId: 'none', secretAccessKey: 'none' })
      .send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'app1', WebIdentityToken }));

  it('is open to guests, with the guests’ role alone', async () => {
    const IdentityId = await idOf(app, pool);
    const { Token = '' } = await app.identity.send(new GetOpenIdTokenCommand({ IdentityId }));
    const { SubjectFromWebIdentityToken, Audience } = await assume(guests, Token);
    expect([SubjectFromWebIdentityToken, Audience]).toEqual([IdentityId, pool]);
    await expect(assume(people, Token)).rejects.toMatchObject({ name: expect.stringMatching(/^AccessDenied/) });
    app.clock.advance(601_000);
    await expect(assume(guests, Token)).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    app.clock.advance(-601_000);
  });

  it('is closed unless the pool has it', async () => {
    const closed = await makeIdentityPool(app, users);
    const { idToken } = await somebody(app, users);
    const Logins = { [users.provider]: idToken };
    const asked = new GetOpenIdTokenCommand({ IdentityId: await idOf(app, closed, Logins), Logins });
    await expect(app.identity.send(asked)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Basic (classic) flow is not enabled, please use enhanced flow.',
    });
  });
});

describe('aws-amplify', () => {
  it('has credentials as a guest, and as somebody who signed in', async () => {
    Amplify.configure({
      Auth: {
        Cognito: {
          userPoolId: users.id,
          userPoolClientId: users.clientId,
          userPoolEndpoint: app.endpoint,
          identityPoolId: pool,
          identityPoolEndpoint: app.endpoint,
          allowGuestAccess: true,
        },
      },
    });
    const guest = await fetchAuthSession();
    expect(guest.tokens).toBeUndefined();
    expect(guest.credentials && (await arnOf(app, guest.credentials))).toBe(of(guests));
    const { username } = await somebody(app, users);
    await signIn({ username, password: PASSWORD });
    const session = await fetchAuthSession();
    expect(session.credentials && (await arnOf(app, session.credentials))).toBe(of(people));
    // Amplify shows the guest's id with the logins: the guest has become the person.
    expect(session.identityId).toBe(guest.identityId);
    await signOut();
    const after = await fetchAuthSession();
    expect(after.credentials && (await arnOf(app, after.credentials))).toBe(of(guests));
    expect(after.identityId).not.toBe(guest.identityId);
    await signIn({ username, password: PASSWORD });
    expect((await fetchAuthSession()).identityId).toBe(guest.identityId);
    await signOut();
  });
});
