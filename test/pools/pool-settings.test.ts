import {
  type CreateUserPoolCommandInput,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const describePool = async (UserPoolId: string) =>
  (await app.cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;

const arn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;

const EVERYTHING = {
  Policies: {
    PasswordPolicy: {
      MinimumLength: 12,
      RequireUppercase: false,
      RequireLowercase: true,
      RequireNumbers: false,
      RequireSymbols: true,
      PasswordHistorySize: 4,
      TemporaryPasswordValidityDays: 3,
    },
    SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] },
  },
  DeletionProtection: 'ACTIVE',
  LambdaConfig: {
    PreSignUp: arn('a'),
    CustomMessage: arn('b'),
    PostConfirmation: arn('c'),
    PreAuthentication: arn('d'),
    PostAuthentication: arn('e'),
    DefineAuthChallenge: arn('f'),
    CreateAuthChallenge: arn('g'),
    VerifyAuthChallengeResponse: arn('h'),
    PreTokenGeneration: arn('i'),
    UserMigration: arn('j'),
    PreTokenGenerationConfig: { LambdaVersion: 'V3_0', LambdaArn: arn('i') },
    CustomSMSSender: { LambdaVersion: 'V1_0', LambdaArn: arn('k') },
    CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: arn('l') },
    KMSKeyID: 'arn:aws:kms:us-east-1:123456789012:key/1',
    InboundFederation: { LambdaVersion: 'V1_0', LambdaArn: arn('m') },
  },
  AutoVerifiedAttributes: ['email', 'phone_number'],
  SmsVerificationMessage: 'sms {####}',
  EmailVerificationMessage: 'mail {####}',
  EmailVerificationSubject: 'subject',
  VerificationMessageTemplate: {
    SmsMessage: 'sms {####}',
    EmailMessage: 'mail {####}',
    EmailSubject: 'subject',
    EmailMessageByLink: 'press {##here##}',
    EmailSubjectByLink: 'link',
    DefaultEmailOption: 'CONFIRM_WITH_LINK',
  },
  SmsAuthenticationMessage: 'sign in {####}',
  MfaConfiguration: 'OPTIONAL',
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email', 'phone_number'] },
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
  EmailConfiguration: {
    EmailSendingAccount: 'DEVELOPER',
    SourceArn: 'arn:aws:ses:us-east-1:123456789012:identity/example.com',
    ReplyToEmailAddress: 'help@example.com',
    From: 'Help <help@example.com>',
    ConfigurationSet: 'set',
  },
  SmsConfiguration: {
    SnsCallerArn: 'arn:aws:iam::123456789012:role/sms',
    ExternalId: 'external',
    SnsRegion: 'us-east-1',
  },
  UserPoolTags: { team: 'identity', stage: '' },
  AdminCreateUserConfig: {
    AllowAdminCreateUserOnly: true,
    InviteMessageTemplate: {
      SMSMessage: '{username} {####}',
      EmailMessage: 'hello {username} {####}',
      EmailSubject: 'welcome',
    },
  },
  UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED', AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'AUDIT' } },
  AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'verified_email' }] },
  UserPoolTier: 'PLUS',
  IssuerConfiguration: { Type: 'UPDATED' },
  DcrConfiguration: {
    EnableStatus: 'Enabled',
    OpenDcrEnabled: true,
    AuthenticatedGrantTypes: ['code'],
    OpenDcrGrantTypes: [],
    AllowedScopes: ['aws.cognito.signin.user.admin'],
  },
  AcrConfiguration: {
    Level1: { AcrValue: 'urn:mine:1' },
    Level2: { AcrValue: 'urn:mine:2' },
    Level3: { AcrValue: 'https://example.com/acr/3' },
    Level4: { AcrValue: 'urn:mine:4' },
  },
} satisfies Partial<CreateUserPoolCommandInput>;

it('shows every setting as it was given', async () => {
  const pool = await createPool(app, { PoolName: 'everything', ...EVERYTHING });
  const shown = await describePool(pool.Id);
  expect(shown).toEqual(pool);
  expect(shown).toMatchObject({
    Name: 'everything',
    ...EVERYTHING,
    AdminCreateUserConfig: { ...EVERYTHING.AdminCreateUserConfig, UnusedAccountValidityDays: 3 },
  });
});

it('keeps every setting that an update sends', async () => {
  const { Id } = await createPool(app);
  await app.cognito.send(new UpdateUserPoolCommand({ UserPoolId: Id, PoolName: 'renamed', ...EVERYTHING }));
  expect(await describePool(Id)).toMatchObject({ Name: 'renamed', ...EVERYTHING });
});

it('puts every setting that an update leaves out back to its default', async () => {
  const bare = await createPool(app, { PoolName: 'same' });
  const full = await createPool(app, { PoolName: 'same', ...EVERYTHING });
  app.clock.advance(1_000);
  await app.cognito.send(new UpdateUserPoolCommand({ UserPoolId: full.Id }));
  const shown = await describePool(full.Id);
  expect(shown?.LastModifiedDate?.getTime()).toBeGreaterThanOrEqual(Number(full.LastModifiedDate) + 1_000);
  expect(shown).toEqual({
    ...bare,
    Id: full.Id,
    Arn: full.Arn,
    CreationDate: full.CreationDate,
    LastModifiedDate: shown?.LastModifiedDate,
    // The one setting that stays when an update does not name it.
    DcrConfiguration: EVERYTHING.DcrConfiguration,
  });
});

it('keeps what is chosen once: sign-in names, case sensitivity, schema', async () => {
  const pool = await createPool(app, {
    UsernameAttributes: ['email', 'phone_number'],
    UsernameConfiguration: { CaseSensitive: false },
    Schema: [{ Name: 'tier', AttributeDataType: 'String' }],
  });
  await app.cognito.send(new UpdateUserPoolCommand({ UserPoolId: pool.Id, DeletionProtection: 'INACTIVE' }));
  const shown = await describePool(pool.Id);
  expect(shown).toEqual({ ...pool, LastModifiedDate: shown?.LastModifiedDate });
  expect(shown).toMatchObject({
    UsernameAttributes: ['email', 'phone_number'],
    UsernameConfiguration: { CaseSensitive: false },
  });
});

it('is case sensitive unless told otherwise, and shows the choice only when there was one', async () => {
  const bare = await createPool(app);
  expect(bare.UsernameConfiguration).toBeUndefined();
  expect((await app.core.directory.pool(bare.Id)).caseSensitive).toBe(true);
  const chosen = await createPool(app, { UsernameConfiguration: { CaseSensitive: true }, AliasAttributes: ['email'] });
  expect(chosen).toMatchObject({ UsernameConfiguration: { CaseSensitive: true }, AliasAttributes: ['email'] });
});

it('turns off the requirements that a given password policy does not name', async () => {
  const { Policies } = await createPool(app, { Policies: { PasswordPolicy: { RequireNumbers: true } } });
  expect(Policies?.PasswordPolicy).toEqual({
    MinimumLength: 8,
    RequireUppercase: false,
    RequireLowercase: false,
    RequireNumbers: true,
    RequireSymbols: false,
    TemporaryPasswordValidityDays: 7,
  });
});

it.each([
  [{ Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 0 } } }, 7],
  [{ Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 2 } } }, 2],
  [{ AdminCreateUserConfig: { UnusedAccountValidityDays: 30 } }, 30],
])('shows the validity of temporary passwords in both places: %o', async (members, days) => {
  const pool = await createPool(app, members);
  expect(pool.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays).toBe(days);
  expect(pool.AdminCreateUserConfig?.UnusedAccountValidityDays).toBe(days);
});

it('shows the verification message in the old and the new place, whichever was given', async () => {
  const old = await createPool(app, {
    SmsVerificationMessage: 'code {####}',
    EmailVerificationMessage: 'your code {####}',
    EmailVerificationSubject: 'code',
  });
  expect(old.VerificationMessageTemplate).toEqual({
    SmsMessage: 'code {####}',
    EmailMessage: 'your code {####}',
    EmailSubject: 'code',
    DefaultEmailOption: 'CONFIRM_WITH_CODE',
  });
  const template = await createPool(app, { VerificationMessageTemplate: { EmailMessage: 'new {####}' } });
  expect(template.EmailVerificationMessage).toBe('new {####}');
  expect(template.VerificationMessageTemplate?.DefaultEmailOption).toBe('CONFIRM_WITH_CODE');
});

it.each([
  { PreTokenGeneration: arn('token') },
  { PreTokenGenerationConfig: { LambdaVersion: 'V1_0' as const, LambdaArn: arn('token') } },
])('shows the token trigger under both names: %o', async (LambdaConfig) => {
  const pool = await createPool(app, { LambdaConfig });
  expect(pool.LambdaConfig).toEqual({
    PreTokenGeneration: arn('token'),
    PreTokenGenerationConfig: { LambdaVersion: 'V1_0', LambdaArn: arn('token') },
  });
});

it('fills in what a client registration leaves open', async () => {
  const pool = await createPool(app, { DcrConfiguration: {} });
  expect(pool.DcrConfiguration).toEqual({ EnableStatus: 'Enabled', OpenDcrEnabled: false });
});

it('names the levels that the owner did not name', async () => {
  const pool = await createPool(app, { AcrConfiguration: { Level2: { AcrValue: 'urn:mine:two' } } });
  expect(pool.AcrConfiguration).toMatchObject({
    Level1: { AcrValue: 'urn:cognito:loa:1' },
    Level2: { AcrValue: 'urn:mine:two' },
  });
});
