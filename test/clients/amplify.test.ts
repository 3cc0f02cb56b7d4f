/** aws-amplify v6 as published, in Node. Its endpoint is the one setting that differs from an app on AWS. */
import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { Amplify } from 'aws-amplify';
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  confirmUserAttribute,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  resetPassword,
  signIn,
  signOut,
  signUp,
  updatePassword,
  updateUserAttribute,
} from 'aws-amplify/auth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConfirmedUser } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { codeFor, makePool, type TestPool } from './support/pool.ts';

const PASSWORD = 'Correct-horse-1';
const CHANGED = 'Changed-horse-2';
const RECOVERED = 'Recovered-horse-3';

let app: TestApp;
let pool: TestPool;

beforeAll(async () => {
  app = await startTestApp();
  pool = await makePool(app, { UsernameAttributes: ['email'] });
  configure(pool);
});
afterAll(() => app.stop());

const configure = ({ id, clientId }: TestPool): void =>
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: id,
        userPoolClientId: clientId,
        userPoolEndpoint: app.endpoint,
        loginWith: { email: true },
      },
    },
  });

describe('aws-amplify in Node', () => {
  const username = 'gus@example.com';
  const moved = 'gustavo@example.com';

  test('signs up and confirms', async () => {
    const begun = await signUp({ username, password: PASSWORD, options: { userAttributes: { email: username } } });
    expect(begun).toMatchObject({
      isSignUpComplete: false,
      nextStep: { signUpStep: 'CONFIRM_SIGN_UP', codeDeliveryDetails: { deliveryMedium: 'EMAIL' } },
    });
    const early = await signIn({ username, password: PASSWORD });
    expect(early.nextStep.signInStep).toBe('CONFIRM_SIGN_UP');
    const confirmationCode = await codeFor(app, pool, username);
    const done = await confirmSignUp({ username, confirmationCode });
    expect(done).toMatchObject({ isSignUpComplete: true, nextStep: { signUpStep: 'DONE' } });
  });

  test('signs in by SRP', async () => {
    const refused = signIn({ username, password: 'Wrong-horse-1' });
    await expect(refused).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const result = await signIn({ username, password: PASSWORD });
    expect(result).toEqual({ isSignedIn: true, nextStep: { signInStep: 'DONE' } });
    const { userId, signInDetails } = await getCurrentUser();
    const { tokens } = await fetchAuthSession();
    expect(tokens?.idToken?.payload).toMatchObject({ sub: userId, email: username, email_verified: true });
    expect(signInDetails).toMatchObject({ loginId: username, authFlowType: 'USER_SRP_AUTH' });
  });

  test('refreshes on demand', async () => {
    const before = (await fetchAuthSession()).tokens;
    const after = (await fetchAuthSession({ forceRefresh: true })).tokens;
    expect(after?.accessToken.payload.jti).not.toBe(before?.accessToken.payload.jti);
    expect(after?.accessToken.payload['origin_jti']).toBe(before?.accessToken.payload['origin_jti']);
  });

  test('changes an attribute and verifies it', async () => {
    const { nextStep } = await updateUserAttribute({ userAttribute: { attributeKey: 'email', value: moved } });
    expect(nextStep.updateAttributeStep).toBe('CONFIRM_ATTRIBUTE_WITH_CODE');
    const confirmationCode = await codeFor(app, pool, moved);
    await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode });
    expect(await fetchUserAttributes()).toMatchObject({ email: moved, email_verified: 'true' });
  });

  test('changes the password', async () => {
    await updatePassword({ oldPassword: PASSWORD, newPassword: CHANGED });
    await signOut();
    await expect(fetchAuthSession()).resolves.toMatchObject({ tokens: undefined });
    const again = await signIn({ username: moved, password: CHANGED, options: { authFlowType: 'USER_PASSWORD_AUTH' } });
    expect(again.isSignedIn).toBe(true);
    await signOut();
  });

  test('recovers a forgotten password', async () => {
    const { nextStep } = await resetPassword({ username: moved });
    expect(nextStep).toMatchObject({ resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE' });
    const confirmationCode = await codeFor(app, pool, moved);
    await confirmResetPassword({ username: moved, confirmationCode, newPassword: RECOVERED });
    expect(await signIn({ username: moved, password: RECOVERED })).toMatchObject({ isSignedIn: true });
  });

  test('signs out everywhere', async () => {
    const { tokens } = await fetchAuthSession();
    await signOut({ global: true });
    const used = await fetch(app.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser',
      },
      body: JSON.stringify({ AccessToken: tokens?.accessToken.toString() }),
    });
    expect(used.status).toBe(400);
    expect(await used.json()).toMatchObject({ message: 'Access Token has been revoked' });
  });

  test('sets a password of its own after an invitation', async () => {
    const invited = 'mike@example.com';
    await app.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: pool.id,
        Username: invited,
        TemporaryPassword: 'Temporary-horse-1',
        MessageAction: 'SUPPRESS',
      }),
    );
    const asked = await signIn({ username: invited, password: 'Temporary-horse-1' });
    expect(asked.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED');
    expect(await confirmSignIn({ challengeResponse: PASSWORD })).toMatchObject({ isSignedIn: true });
    await signOut();
  });

  test('follows refresh tokens that rotate', async () => {
    const rotating = await makePool(
      app,
      {},
      {
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
      },
    );
    const { username: name, password } = await createConfirmedUser(app, rotating.id);
    configure(rotating);
    await signIn({ username: name, password });
    const seen = new Set<unknown>([(await fetchAuthSession()).tokens?.accessToken.payload.jti]);
    for (const _ of [1, 2, 3]) {
      seen.add((await fetchAuthSession({ forceRefresh: true })).tokens?.accessToken.payload.jti);
    }
    expect(seen.size).toBe(4);
    await signOut();
    expect((await fetchAuthSession()).tokens).toBeUndefined();
  });
});
