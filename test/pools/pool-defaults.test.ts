import {
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  type SchemaAttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const text = (Name: string, MinLength = '0', MaxLength = '2048'): SchemaAttributeType => ({
  Name,
  AttributeDataType: 'String',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  StringAttributeConstraints: { MinLength, MaxLength },
});
const flag = (Name: string): SchemaAttributeType => ({
  Name,
  AttributeDataType: 'Boolean',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
});

it('gives a bare pool every default of Amazon Cognito', async () => {
  const { UserPool } = await app.cognito.send(new CreateUserPoolCommand({ PoolName: 'bare' }));
  expect(UserPool?.Id).toMatch(/^us-east-1_[0-9a-zA-Z]{9}$/);
  expect(UserPool?.CreationDate).toEqual(UserPool?.LastModifiedDate);
  expect(Math.abs(Number(UserPool?.CreationDate) - Date.now())).toBeLessThan(10_000);
  expect(UserPool).toEqual({
    Id: UserPool?.Id,
    Name: 'bare',
    Arn: expect.stringMatching(new RegExp(`^arn:aws:cognito-idp:us-east-1:\\d{12}:userpool/${UserPool?.Id}$`)),
    CreationDate: UserPool?.CreationDate,
    LastModifiedDate: UserPool?.LastModifiedDate,
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
      },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    DeletionProtection: 'INACTIVE',
    LambdaConfig: {},
    SchemaAttributes: [
      { ...text('sub', '1'), Mutable: false, Required: true },
      ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username'].map((n) => text(n)),
      ...['profile', 'picture', 'website', 'email'].map((n) => text(n)),
      flag('email_verified'),
      text('gender'),
      text('birthdate', '10', '10'),
      ...['zoneinfo', 'locale', 'phone_number'].map((n) => text(n)),
      flag('phone_number_verified'),
      text('address'),
      {
        Name: 'updated_at',
        AttributeDataType: 'Number',
        DeveloperOnlyAttribute: false,
        Mutable: true,
        Required: false,
        NumberAttributeConstraints: { MinValue: '0' },
      },
      { ...text('identities'), StringAttributeConstraints: {} },
    ],
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] },
    MfaConfiguration: 'OFF',
    EstimatedNumberOfUsers: 0,
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    UserPoolTags: {},
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    AccountRecoverySetting: {
      RecoveryMechanisms: [
        { Priority: 1, Name: 'verified_email' },
        { Priority: 2, Name: 'verified_phone_number' },
      ],
    },
    UserPoolTier: 'ESSENTIALS',
    AcrConfiguration: {
      Level1: { AcrValue: 'urn:cognito:loa:1' },
      Level2: { AcrValue: 'urn:cognito:loa:2' },
      Level3: { AcrValue: 'urn:cognito:loa:3' },
      Level4: { AcrValue: 'urn:cognito:loa:4' },
    },
  });
  const described = await app.cognito.send(new DescribeUserPoolCommand({ UserPoolId: UserPool?.Id }));
  expect(described.UserPool).toEqual(UserPool);
});
