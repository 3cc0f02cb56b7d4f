import {
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refused } from '../auth/support/house.ts';
import { createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { allMethods, SMS_ROLE, setMfa } from './support.ts';

const NONE = "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.";
const BOTH = "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.";
const NO_SMS = 'SMS configuration and Auto verification for phone_number are required when MFA is required/optional';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const config = async (UserPoolId: string) => {
  const { $metadata: _, ...body } = await app.cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
  return body;
};

describe('SetUserPoolMfaConfig and GetUserPoolMfaConfig', () => {
  test('a new pool has MFA off', async () => {
    const { Id } = await createPool(app);
    expect(await config(Id)).toEqual({ MfaConfiguration: 'OFF' });
  });

  test('every member is stored, and answered by both', async () => {
    const { Id } = await createPool(app);
    const given = {
      MfaConfiguration: 'ON' as const,
      SmsMfaConfiguration: { SmsAuthenticationMessage: 'Code {####}', SmsConfiguration: SMS_ROLE },
      SoftwareTokenMfaConfiguration: { Enabled: true },
      EmailMfaConfiguration: { Message: 'Enter {####}', Subject: 'Hello' },
      WebAuthnConfiguration: {
        RelyingPartyId: 'example.com',
        UserVerification: 'required' as const,
        FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' as const,
      },
    };
    const { $metadata: _, ...answered } = await setMfa(app, { poolId: Id }, given);
    expect(answered).toEqual(given);
    expect(await config(Id)).toEqual(given);
    const { UserPool } = await app.cognito.send(new DescribeUserPoolCommand({ UserPoolId: Id }));
    expect(UserPool).toMatchObject({
      MfaConfiguration: 'ON',
      SmsAuthenticationMessage: 'Code {####}',
      SmsConfiguration: SMS_ROLE,
    });
  });

  test.each([
    ['software tokens', { SoftwareTokenMfaConfiguration: { Enabled: true } }],
    ['e-mail', { EmailMfaConfiguration: {} }],
  ])('%s alone need no SMS configuration, before and after an update of the pool', async (_name, methods) => {
    const { Id } = await createPool(app);
    await setMfa(app, { poolId: Id }, { MfaConfiguration: 'OPTIONAL', ...methods });
    const before = await config(Id);
    expect(before).toMatchObject({ MfaConfiguration: 'OPTIONAL', ...methods });
    expect(before.SmsMfaConfiguration).toBe(undefined);
    await app.cognito.send(new UpdateUserPoolCommand({ UserPoolId: Id, MfaConfiguration: 'ON' }));
    expect(await config(Id)).toEqual({ ...before, MfaConfiguration: 'ON' });
  });

  test('what is left out is switched off; passkeys alone leave the rest as it is', async () => {
    const { Id } = await createPool(app);
    await setMfa(app, { poolId: Id }, allMethods);
    await setMfa(app, { poolId: Id }, { WebAuthnConfiguration: { UserVerification: 'preferred' } });
    expect(await config(Id)).toMatchObject({ ...allMethods, WebAuthnConfiguration: { UserVerification: 'preferred' } });
    await setMfa(app, { poolId: Id }, { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } });
    expect(await config(Id)).toEqual({
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      WebAuthnConfiguration: { UserVerification: 'preferred' },
    });
    await setMfa(app, { poolId: Id }, { MfaConfiguration: 'OFF' });
    expect(await config(Id)).toMatchObject({ MfaConfiguration: 'OFF' });
  });

  test('contradictions are refused and change nothing', async () => {
    const { Id } = await createPool(app);
    const set = (given: Parameters<typeof setMfa>[2]) => setMfa(app, { poolId: Id }, given);
    await refused(set({ MfaConfiguration: 'ON' }), 'InvalidParameterException', NONE);
    await refused(
      set({ MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: false } }),
      'InvalidParameterException',
      NONE,
    );
    for (const method of [
      { SoftwareTokenMfaConfiguration: { Enabled: true } },
      { EmailMfaConfiguration: {} },
      { SmsMfaConfiguration: { SmsConfiguration: SMS_ROLE } },
    ]) {
      await refused(set({ MfaConfiguration: 'OFF', ...method }), 'InvalidParameterException', BOTH);
    }
    await refused(set({ MfaConfiguration: 'ON', SmsMfaConfiguration: {} }), 'InvalidParameterException', NO_SMS);
    await refused(
      set({ MfaConfiguration: 'ON', EmailMfaConfiguration: { Message: 'no place for the code' } }),
      'InvalidParameterException',
      /regular expression/,
    );
    expect(await config(Id)).toEqual({ MfaConfiguration: 'OFF' });
  });

  test('a pool is not created with MFA by SMS and nothing to send it with', async () => {
    const create = app.cognito.send(new CreateUserPoolCommand({ PoolName: 'mfa', MfaConfiguration: 'ON' }));
    await refused(create, 'InvalidParameterException', NO_SMS);
    const { Id } = await createPool(app, { MfaConfiguration: 'ON', SmsConfiguration: SMS_ROLE });
    expect(await config(Id)).toMatchObject({
      MfaConfiguration: 'ON',
      SmsMfaConfiguration: { SmsConfiguration: SMS_ROLE },
      SoftwareTokenMfaConfiguration: { Enabled: false },
    });
  });

  test('e-mail and passkeys as factors are not of the Lite plan', async () => {
    const { Id } = await createPool(app, { UserPoolTier: 'LITE' });
    const email = setMfa(app, { poolId: Id }, { MfaConfiguration: 'ON', EmailMfaConfiguration: {} });
    await refused(email, 'FeatureUnavailableInTierException', /LITE.*Email MFA/);
    const passkey = setMfa(
      app,
      { poolId: Id },
      { WebAuthnConfiguration: { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' } },
    );
    await refused(passkey, 'FeatureUnavailableInTierException', /LITE.*Passkey MFA/);
  });

  test('a pool that is not there, or another region’s', async () => {
    const missing = { UserPoolId: 'us-east-1_Missing00' };
    const text = 'User pool us-east-1_Missing00 does not exist.';
    await refused(app.cognito.send(new GetUserPoolMfaConfigCommand(missing)), 'ResourceNotFoundException', text);
    await refused(app.cognito.send(new SetUserPoolMfaConfigCommand(missing)), 'ResourceNotFoundException', text);
    const { Id } = await createPool(app);
    const elsewhere = app.client({ region: 'eu-west-1' });
    await refused(
      elsewhere.send(new GetUserPoolMfaConfigCommand({ UserPoolId: Id })),
      'ResourceNotFoundException',
      `User pool ${Id} does not exist.`,
    );
  });
});
