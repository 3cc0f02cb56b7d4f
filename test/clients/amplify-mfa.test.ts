/** aws-amplify v6 as published, in Node: second factors. */
import { Amplify } from 'aws-amplify';
import {
  confirmSignIn,
  fetchAuthSession,
  fetchMFAPreference,
  setUpTOTP,
  signIn,
  signOut,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { allMethods, mfaPlace, type Place, STEP, sentCode, totp } from '../mfa/support.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  place = await mfaPlace(app);
});
afterEach(() => signOut());
afterAll(() => app.stop());

const configure = ({ poolId, clientId }: Place): void =>
  Amplify.configure({
    Auth: { Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: app.endpoint } },
  });

const isSignedIn = async (): Promise<boolean> => (await fetchAuthSession()).tokens !== undefined;

describe('aws-amplify in Node', () => {
  test('sets up TOTP while signed in, prefers it, and signs in with it', async () => {
    configure(place);
    const { username } = await createConfirmedUser(app, place.poolId);
    await signIn({ username, password: PASSWORD });
    const { sharedSecret, getSetupUri } = await setUpTOTP();
    expect(String(getSetupUri('Shop', username))).toContain(`secret=${sharedSecret}`);
    await expect(verifyTOTPSetup({ code: '000000' })).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
    await verifyTOTPSetup({ code: totp(app, sharedSecret) });
    await updateMFAPreference({ totp: 'PREFERRED' });
    expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
    await signOut();
    app.clock.advance(2 * STEP);
    const { nextStep } = await signIn({ username, password: PASSWORD });
    expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    await expect(confirmSignIn({ challengeResponse: '12345' })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    expect(await confirmSignIn({ challengeResponse: totp(app, sharedSecret) })).toMatchObject({ isSignedIn: true });
    expect(await isSignedIn()).toBe(true);
  });

  test('sets up TOTP before the first sign-in is through', async () => {
    const strict = await mfaPlace(app, {
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    configure(strict);
    const { username } = await createConfirmedUser(app, strict.poolId);
    const { nextStep } = await signIn({ username, password: PASSWORD });
    if (nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(nextStep.signInStep);
    const { sharedSecret } = nextStep.totpSetupDetails;
    const done = await confirmSignIn({ challengeResponse: totp(app, sharedSecret) });
    expect(done).toMatchObject({ isSignedIn: true });
    expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
  });

  test('chooses what to set up: an e-mail address', async () => {
    const strict = await mfaPlace(app, {
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      EmailMfaConfiguration: {},
    });
    configure(strict);
    const { username } = await createConfirmedUser(app, strict.poolId);
    const asked = await signIn({ username, password: PASSWORD });
    expect(asked.nextStep).toMatchObject({
      signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION',
      allowedMFATypes: ['TOTP', 'EMAIL'],
    });
    const chosen = await confirmSignIn({ challengeResponse: 'EMAIL' });
    expect(chosen.nextStep.signInStep).toBe('CONTINUE_SIGN_IN_WITH_EMAIL_SETUP');
    const address = `${username}@example.com`;
    const sent = await confirmSignIn({ challengeResponse: address });
    expect(sent.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
    const code = await sentCode(app, strict, address);
    expect(await confirmSignIn({ challengeResponse: code })).toMatchObject({ isSignedIn: true });
  });

  test('chooses among the methods of the user', async () => {
    const both = await mfaPlace(app, { ...allMethods, MfaConfiguration: 'ON' });
    configure(both);
    const [phone, email] = ['+15550200001', 'ida@example.com'];
    const attributes = { phone_number: phone, email };
    const { username } = await createConfirmedUser(app, both.poolId, { attributes });
    const asked = await signIn({ username, password: PASSWORD });
    expect(asked.nextStep).toMatchObject({
      signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION',
      allowedMFATypes: ['SMS', 'EMAIL'],
    });
    const chosen = await confirmSignIn({ challengeResponse: 'SMS' });
    expect(chosen.nextStep).toMatchObject({
      signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE',
      codeDeliveryDetails: { deliveryMedium: 'SMS', destination: '+*******0001' },
    });
    const code = await sentCode(app, both, phone);
    expect(await confirmSignIn({ challengeResponse: code })).toMatchObject({ isSignedIn: true });
    await updateMFAPreference({ email: 'PREFERRED' });
    expect(await fetchMFAPreference()).toEqual({ enabled: ['EMAIL'], preferred: 'EMAIL' });
  });
});
