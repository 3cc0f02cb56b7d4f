/** aws-amplify v6 in Node, in a pool whose functions are plain files that the server itself runs. */
import { fileURLToPath } from 'node:url';
import { Amplify } from 'aws-amplify';
import { confirmSignIn, fetchAuthSession, signIn, signOut, signUp } from 'aws-amplify/auth';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { FLOWS } from './support/stage.ts';

const arn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;

let app: TestApp;
let poolId: string;

beforeAll(async () => {
  app = await startTestApp({ flags: { functions: fileURLToPath(new URL('./functions', import.meta.url)) } });
  const pool = await createPool(app, {
    LambdaConfig: {
      PreSignUp: arn('gate'),
      DefineAuthChallenge: arn('define'),
      CreateAuthChallenge: arn('create'),
      VerifyAuthChallengeResponse: arn('verify'),
      PreTokenGeneration: arn('claims'),
    },
  });
  poolId = pool.Id;
  const { ClientId } = await createClient(app, poolId, { ExplicitAuthFlows: [...FLOWS] });
  const settings = { userPoolId: poolId, userPoolClientId: ClientId, userPoolEndpoint: app.endpoint };
  Amplify.configure({ Auth: { Cognito: settings } });
});
afterEach(() => signOut());
afterAll(() => app.stop());

const idClaims = async () => (await fetchAuthSession()).tokens?.idToken?.payload;

describe('aws-amplify with functions', () => {
  test('signs up where PreSignUp confirms, and not where it refuses', async () => {
    const username = 'gus';
    const options = { userAttributes: { email: 'gus@example.com' } };
    await expect(
      signUp({ username, password: PASSWORD, options: { ...options, validationData: { invited: 'no' } } }),
    ).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error by invitation only.',
    });
    const done = await signUp({ username, password: PASSWORD, options });
    expect(done).toMatchObject({ isSignUpComplete: true });
    await signIn({ username, password: PASSWORD });
    expect(await idClaims()).toMatchObject({ email_verified: true, trigger: 'TokenGeneration_Authentication' });
  });

  test('answers a custom challenge without a password', async () => {
    const { username } = await createConfirmedUser(app, poolId, { attributes: { email: 'a@example.com' } });
    const asked = await signIn({ username, options: { authFlowType: 'CUSTOM_WITHOUT_SRP' } });
    expect(asked.nextStep).toMatchObject({
      signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
      additionalInfo: { question: 'pet?' },
    });
    const again = await confirmSignIn({ challengeResponse: 'max' });
    expect(again.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
    const clientMetadata = { source: 'kiosk' };
    const done = await confirmSignIn({ challengeResponse: 'rex', options: { clientMetadata } });
    expect(done.isSignedIn).toBe(true);
    expect(await idClaims()).toMatchObject({ 'cognito:username': username, source: 'kiosk' });
  });

  test('proves the password first, then answers', async () => {
    const { username, password } = await createConfirmedUser(app, poolId);
    const asked = await signIn({ username, password, options: { authFlowType: 'CUSTOM_WITH_SRP' } });
    expect(asked.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
    const done = await confirmSignIn({ challengeResponse: 'rex' });
    expect(done.isSignedIn).toBe(true);
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    expect(tokens?.idToken?.payload['trigger']).toBe('TokenGeneration_RefreshTokens');
  });
});
