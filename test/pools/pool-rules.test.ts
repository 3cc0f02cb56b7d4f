import {
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { invalid, refusal } from './refusal.ts';

type Members = Partial<CreateUserPoolCommandInput>;

let app: TestApp;
let existing: string;
beforeAll(async () => {
  app = await startTestApp();
  existing = (await createPool(app)).Id;
});
afterAll(() => app.stop());

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:trigger';
const SNS = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' };
const tier = (name: string, features: string) => ({
  code: 'FeatureUnavailableInTierException',
  message: `The following features need to be disabled for the ${name} pricing tier configured: ${features}`,
});

const create = (members: Members) => app.cognito.send(new CreateUserPoolCommand({ PoolName: 'rules', ...members }));
const update = (members: Members) => app.cognito.send(new UpdateUserPoolCommand({ UserPoolId: existing, ...members }));

describe('rules that hold at creation and at update', () => {
  it.each<[string, Members, { code: string; message: string }]>([
    [
      'two names for the validity of temporary passwords',
      {
        Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 7 } },
        AdminCreateUserConfig: { UnusedAccountValidityDays: 7 },
      },
      invalid('Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays'),
    ],
    [
      'first factors without PASSWORD',
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['EMAIL_OTP'] } } },
      invalid('Password should be configured as one of the allowed first auth factors.'),
    ],
    [
      'verification before update of an attribute that is not auto-verified',
      {
        AutoVerifiedAttributes: [],
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      },
      invalid('Attributes in AttributesRequireVerificationBeforeUpdate must be in AutoVerifiedAttributes: email'),
    ],
    [
      'auto-verified phone numbers without SMS',
      { AutoVerifiedAttributes: ['phone_number'] },
      invalid('SMS configuration is required when phone_number is selected for auto verification'),
    ],
    [
      'optional MFA without SMS',
      { MfaConfiguration: 'OPTIONAL' },
      invalid('SMS configuration and Auto verification for phone_number are required when MFA is required/optional'),
    ],
    [
      'required MFA without SMS',
      { MfaConfiguration: 'ON' },
      invalid('SMS configuration and Auto verification for phone_number are required when MFA is required/optional'),
    ],
    [
      'an SMS configuration that sends nowhere',
      { SmsConfiguration: { ExternalId: 'x' } },
      invalid('SmsConfiguration must have either an SnsCallerArn or an EumsSms configuration.'),
    ],
    [
      'an SMS configuration that sends twice',
      { SmsConfiguration: { ...SNS, EumsSms: { CallerArn: SNS.SnsCallerArn } } },
      invalid('SmsConfiguration must have either an SnsCallerArn or an EumsSms configuration.'),
    ],
    [
      'own e-mail sending without an identity',
      { EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } },
      invalid('Source ARN is required to use DEVELOPER email sending owner'),
    ],
    [
      'a sender that is no address',
      { EmailConfiguration: { From: 'Nobody' } },
      invalid('Provided From email address is invalid'),
    ],
    [
      'a custom e-mail sender without a key',
      { LambdaConfig: { CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: ARN } } },
      invalid('KMSKeyID is required when CustomEmailSender is set in LambdaConfig.'),
    ],
    [
      'a custom SMS sender without a key',
      { LambdaConfig: { CustomSMSSender: { LambdaVersion: 'V1_0', LambdaArn: ARN } } },
      invalid('KMSKeyID is required when CustomSMSSender is set in LambdaConfig.'),
    ],
    [
      'two token triggers that differ',
      {
        LambdaConfig: {
          PreTokenGeneration: ARN,
          PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: `${ARN}2` },
        },
      },
      invalid('PreTokenGeneration and PreTokenGenerationConfig must have the same Lambda function ARN.'),
    ],
    [
      'administrators beside another way of recovery',
      {
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Priority: 1, Name: 'admin_only' },
            { Priority: 2, Name: 'verified_email' },
          ],
        },
      },
      invalid(
        'Invalid account recovery setting parameter. ' +
          'Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.',
      ),
    ],
    [
      'two ways of recovery of one priority',
      {
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Priority: 1, Name: 'verified_phone_number' },
            { Priority: 1, Name: 'verified_email' },
          ],
        },
      },
      invalid(
        'Invalid account recovery setting parameter. ' +
          'Account Recovery Setting cannot have recovery mechanisms with the same priority.',
      ),
    ],
    [
      'one way of recovery twice',
      {
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Priority: 1, Name: 'verified_email' },
            { Priority: 2, Name: 'verified_email' },
          ],
        },
      },
      invalid(
        'Invalid account recovery setting parameter. ' +
          'Account Recovery Setting cannot have the same recovery mechanism twice.',
      ),
    ],
    [
      'more than fifty tags',
      { UserPoolTags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag${index}`, 'x'])) },
      { code: 'UserPoolTaggingException', message: 'A user pool can have at most 50 tags.' },
    ],
    [
      'tags in the name of AWS',
      { UserPoolTags: { 'aws:mine': 'x' } },
      { code: 'UserPoolTaggingException', message: 'aws: prefixed tag key names are not allowed for external use.' },
    ],
    [
      'threat protection below PLUS',
      { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } },
      tier('ESSENTIALS', 'Threat Protection'),
    ],
    [
      'Essentials features in LITE, all named at once',
      {
        UserPoolTier: 'LITE',
        Policies: {
          PasswordPolicy: { PasswordHistorySize: 3 },
          SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
        },
        LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: ARN } },
        DcrConfiguration: {},
        AcrConfiguration: { Level1: { AcrValue: 'urn:mine:1' } },
      },
      tier(
        'LITE',
        'Passwordless Authentication, Password History, Access Token Customization, ' +
          'Dynamic Client Registration, Custom ACR Levels',
      ),
    ],
    [
      'an authentication level that does not exist',
      { AcrConfiguration: { Level5: { AcrValue: 'urn:mine:5' } } },
      invalid('Invalid ACR level: Level5'),
    ],
    [
      'one name for two authentication levels',
      { AcrConfiguration: { Level1: { AcrValue: 'urn:cognito:loa:2' } } },
      invalid('ACR level names must be unique in a user pool.'),
    ],
    [
      'an authentication level whose name is no URI',
      { AcrConfiguration: { Level1: { AcrValue: 'level one' } } },
      invalid('Invalid ACR level name: level one'),
    ],
  ])('%s', async (_, members, expected) => {
    expect(await refusal(create(members))).toEqual(expected);
    expect(await refusal(update(members))).toEqual(expected);
  });

  it.each<[string, Members]>([
    ['MFA with SMS', { MfaConfiguration: 'OPTIONAL', SmsConfiguration: SNS }],
    ['auto-verified phone numbers with SMS', { AutoVerifiedAttributes: ['phone_number'], SmsConfiguration: SNS }],
    [
      'administrators as the one way of recovery',
      { AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'admin_only' }] } },
    ],
    ['threat protection in PLUS', { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }],
    ['threat protection off in LITE', { UserPoolTier: 'LITE', UserPoolAddOns: { AdvancedSecurityMode: 'OFF' } }],
    ['the first token trigger in LITE', { UserPoolTier: 'LITE', LambdaConfig: { PreTokenGeneration: ARN } }],
    ['a named sender', { EmailConfiguration: { From: 'Someone Kind <someone@example.com>' } }],
    ['fifty tags', { UserPoolTags: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`tag${i}`, 'x'])) }],
  ])('allows %s', async (_, members) => {
    const { UserPool } = await create(members);
    expect(UserPool).toMatchObject(members);
    await update(members);
  });
});

it('takes usernames or aliases, never both', async () => {
  const both = create({ AliasAttributes: ['email'], UsernameAttributes: ['email'] });
  expect(await refusal(both)).toEqual(
    invalid('Only one of the aliasAttributes or usernameAttributes can be set in a User pool.'),
  );
});

it.each([
  { MinimumLength: 5 },
  { MinimumLength: 100 },
  { TemporaryPasswordValidityDays: 366 },
  { PasswordHistorySize: 25 },
])('refuses the password policy %o as the model says', async (policy) => {
  const { code, message } = await refusal(create({ Policies: { PasswordPolicy: policy } }));
  expect(code).toBe('InvalidParameterException');
  expect(message).toContain('failed to satisfy constraint: Member must have value');
});

it('leaves nothing behind when it refuses', async () => {
  const region = 'eu-north-1';
  const refused = app.client({ region }).send(new CreateUserPoolCommand({ PoolName: 'no', MfaConfiguration: 'ON' }));
  await refusal(refused);
  const { account } = await app.core.directory.pool(existing);
  expect(await app.core.store.pools.list({ account, region }, { limit: 1 })).toEqual([]);
});
