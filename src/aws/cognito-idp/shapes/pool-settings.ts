/** The settings of a pool from the wire: what CreateUserPool and UpdateUserPool have in common. */
import type { UpdateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import type { PoolSettingsInput } from '../../../core/pools/defaults.ts';
import type { RecoveryMechanism } from '../../../core/pools/pool.ts';

type Input = Partial<Omit<UpdateUserPoolCommandInput, 'UserPoolId' | 'PoolName'>>;

export const poolSettings = (input: Input): PoolSettingsInput => ({
  ...signIn(input),
  ...messages(input),
  deletionProtection: input.DeletionProtection,
  lambdaConfig: kept(input.LambdaConfig),
  deviceConfiguration: input.DeviceConfiguration && {
    challengeRequiredOnNewDevice: input.DeviceConfiguration.ChallengeRequiredOnNewDevice ?? false,
    deviceOnlyRememberedOnUserPrompt: input.DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt ?? false,
  },
  tags: input.UserPoolTags,
  userPoolAddOns: kept(input.UserPoolAddOns),
  tier: input.UserPoolTier,
  keyConfiguration: kept(input.KeyConfiguration),
  issuerConfiguration: kept(input.IssuerConfiguration),
  dcrConfiguration: kept(input.DcrConfiguration),
  acrNames: acrNames(input.AcrConfiguration),
});

const signIn = (input: Input): PoolSettingsInput => ({
  passwordPolicy: passwordPolicy(input.Policies?.PasswordPolicy),
  allowedFirstFactors: input.Policies?.SignInPolicy
    ?.AllowedFirstAuthFactors as PoolSettingsInput['allowedFirstFactors'],
  autoVerifiedAttributes: input.AutoVerifiedAttributes,
  attributesRequireVerificationBeforeUpdate:
    input.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate,
  mfaConfiguration: input.MfaConfiguration,
  // The model demands both members of a mechanism.
  accountRecovery: input.AccountRecoverySetting?.RecoveryMechanisms?.map(
    ({ Name, Priority }) => ({ name: Name, priority: Priority }) as RecoveryMechanism,
  ),
  adminCreateUser: adminCreateUser(input.AdminCreateUserConfig),
});

const messages = (input: Input): PoolSettingsInput => ({
  smsVerificationMessage: input.SmsVerificationMessage,
  emailVerificationMessage: input.EmailVerificationMessage,
  emailVerificationSubject: input.EmailVerificationSubject,
  verificationMessageTemplate: verificationTemplate(input.VerificationMessageTemplate),
  smsAuthenticationMessage: input.SmsAuthenticationMessage,
  emailConfiguration: input.EmailConfiguration && {
    emailSendingAccount: input.EmailConfiguration.EmailSendingAccount,
    sourceArn: input.EmailConfiguration.SourceArn,
    replyToEmailAddress: input.EmailConfiguration.ReplyToEmailAddress,
    from: input.EmailConfiguration.From,
    configurationSet: input.EmailConfiguration.ConfigurationSet,
  },
  smsConfiguration: kept(input.SmsConfiguration),
});

const passwordPolicy = (input: NonNullable<Input['Policies']>['PasswordPolicy']) =>
  input && {
    minimumLength: input.MinimumLength,
    requireUppercase: input.RequireUppercase,
    requireLowercase: input.RequireLowercase,
    requireNumbers: input.RequireNumbers,
    requireSymbols: input.RequireSymbols,
    passwordHistorySize: input.PasswordHistorySize,
    temporaryPasswordValidityDays: input.TemporaryPasswordValidityDays,
  };

const adminCreateUser = (input: Input['AdminCreateUserConfig']) =>
  input && {
    allowAdminCreateUserOnly: input.AllowAdminCreateUserOnly,
    unusedAccountValidityDays: input.UnusedAccountValidityDays,
    inviteMessageTemplate: input.InviteMessageTemplate && {
      smsMessage: input.InviteMessageTemplate.SMSMessage,
      emailMessage: input.InviteMessageTemplate.EmailMessage,
      emailSubject: input.InviteMessageTemplate.EmailSubject,
    },
  };

const verificationTemplate = (input: Input['VerificationMessageTemplate']) =>
  input && {
    smsMessage: input.SmsMessage,
    emailMessage: input.EmailMessage,
    emailSubject: input.EmailSubject,
    emailMessageByLink: input.EmailMessageByLink,
    emailSubjectByLink: input.EmailSubjectByLink,
    defaultEmailOption: input.DefaultEmailOption,
  };

const acrNames = (input: Input['AcrConfiguration']) =>
  input && Object.fromEntries(Object.entries(input).map(([level, { AcrValue }]) => [level, AcrValue as string]));

const kept = (structure: object | undefined) => structure && ({ ...structure } as Readonly<Record<string, unknown>>);
