/** aws-amplify v6 in Node: choice-based sign-in, one-time codes, and autoSignIn after a sign-up. */
import { Amplify } from 'aws-amplify';
import {
  autoSignIn,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  getCurrentUser,
  signIn,
  signOut,
  signUp,
} from 'aws-amplify/auth';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Place } from '../auth/support/house.ts';
import { PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { codeSentTo, makePlace, reachable } from './support.ts';

let app: TestApp;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  place = await makePlace(app, ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP']);
  Amplify.configure({
    Auth: {
      Cognito: { userPoolId: place.poolId, userPoolClientId: place.clientId, userPoolEndpoint: app.endpoint },
    },
  });
});
afterEach(() => signOut());
afterAll(() => app.stop());

const userAuth = (preferredChallenge?: 'EMAIL_OTP' | 'PASSWORD' | 'PASSWORD_SRP' | 'SMS_OTP') => ({
  authFlowType: 'USER_AUTH' as const,
  ...(preferredChallenge && { preferredChallenge }),
});

const signedInAs = async (username: string): Promise<void> => {
  expect((await getCurrentUser()).username).toBe(username);
  const { tokens } = await fetchAuthSession();
  expect(tokens?.accessToken.payload).toMatchObject({ username, client_id: place.clientId });
};

describe('aws-amplify', () => {
  test('chooses a code by e-mail from what is offered', async () => {
    const email = 'chooser@example.com';
    const { username } = await reachable(app, place, { email });
    const asked = await signIn({ username, options: userAuth() });
    expect(asked.nextStep).toMatchObject({
      signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
      availableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP'],
    });
    const sent = await confirmSignIn({ challengeResponse: 'EMAIL_OTP' });
    expect(sent.nextStep).toMatchObject({
      signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
      codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'c***@e***' },
    });
    await expect(confirmSignIn({ challengeResponse: '00000' })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    const code = await codeSentTo(app, place, email);
    expect(await confirmSignIn({ challengeResponse: code })).toMatchObject({ isSignedIn: true });
    await signedInAs(username);
  });

  test('prefers a code by SMS', async () => {
    const phone = '+15555550188';
    const { username } = await reachable(app, place, { phone_number: phone });
    const sent = await signIn({ username, options: userAuth('SMS_OTP') });
    expect(sent.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_SMS_CODE');
    await confirmSignIn({ challengeResponse: await codeSentTo(app, place, phone) });
    await signedInAs(username);
  });

  test.each(['PASSWORD', 'PASSWORD_SRP'] as const)('prefers %s', async (preferred) => {
    const { username } = await reachable(app, place);
    await signIn({ username, password: PASSWORD, options: userAuth(preferred) });
    await signedInAs(username);
  });

  test.each(['PASSWORD', 'PASSWORD_SRP'] as const)('chooses %s', async (choice) => {
    const { username } = await reachable(app, place);
    await signIn({ username, options: userAuth() });
    const asked = await confirmSignIn({ challengeResponse: choice });
    expect(asked.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_PASSWORD');
    expect(await confirmSignIn({ challengeResponse: PASSWORD })).toMatchObject({ isSignedIn: true });
    await signedInAs(username);
  });

  test('signs in by itself after a sign-up without a password', async () => {
    const username = 'newcomer';
    const email = 'newcomer@example.com';
    const begun = await signUp({
      username,
      options: { userAttributes: { email }, autoSignIn: { authFlowType: 'USER_AUTH' } },
    });
    expect(begun.nextStep.signUpStep).toBe('CONFIRM_SIGN_UP');
    const before = (await app.mailbox({ userPoolId: place.poolId, to: email })).length;
    const confirmationCode = await codeSentTo(app, place, email);
    const confirmed = await confirmSignUp({ username, confirmationCode });
    expect(confirmed.nextStep.signUpStep).toBe('COMPLETE_AUTO_SIGN_IN');
    expect(await autoSignIn()).toMatchObject({ isSignedIn: true });
    await signedInAs(username);
    expect(await app.mailbox({ userPoolId: place.poolId, to: email })).toHaveLength(before);
  });
});
