/** User pools as the wire shows them. */
import type {
  DcrConfigurationType,
  IssuerConfigurationType,
  KeyConfigurationType,
  LambdaConfigType,
  SmsConfigurationType,
  UserPoolAddOnsType,
  UserPoolDescriptionType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { acrNamesOf } from '../../../core/pools/acr.ts';
import { type Pool, type PoolSettings, poolArn, type RecoveryMechanism } from '../../../core/pools/pool.ts';
import { schemaAttribute } from './schema-attribute.ts';

/** What the API shows of a pool whose owner never chose. */
const DEFAULT_RECOVERY: readonly RecoveryMechanism[] = [
  { priority: 1, name: 'verified_email' },
  { priority: 2, name: 'verified_phone_number' },
];

export const poolType = (pool: Pool, users: number): UserPoolType => ({
  ...poolDescription(pool),
  ...identity(pool),
  ...signIn(pool.settings),
  ...messages(pool.settings),
  ...features(pool.settings),
  EstimatedNumberOfUsers: users,
  Arn: poolArn(pool),
});

export const poolDescription = (pool: Pool): UserPoolDescriptionType => ({
  Id: pool.id,
  Name: pool.name,
  LambdaConfig: pool.settings.lambdaConfig as LambdaConfigType,
  LastModifiedDate: new Date(pool.modifiedAt),
  CreationDate: new Date(pool.createdAt),
});

/** What no update changes. */
const identity = (pool: Pool): UserPoolType => ({
  SchemaAttributes: pool.schema.map(schemaAttribute),
  AliasAttributes: unlessEmpty(pool.aliasAttributes),
  UsernameAttributes: unlessEmpty(pool.usernameAttributes),
  Domain: pool.domains?.prefix,
  CustomDomain: pool.domains?.custom,
  UsernameConfiguration: pool.caseSensitivityGiven ? { CaseSensitive: pool.caseSensitive } : undefined,
});

const signIn = (settings: PoolSettings): UserPoolType => ({
  Policies: {
    PasswordPolicy: passwordPolicy(settings),
    SignInPolicy: { AllowedFirstAuthFactors: settings.allowedFirstFactors },
  },
  AutoVerifiedAttributes: unlessEmpty(settings.autoVerifiedAttributes),
  UserAttributeUpdateSettings: {
    AttributesRequireVerificationBeforeUpdate: settings.attributesRequireVerificationBeforeUpdate,
  },
  MfaConfiguration: settings.mfaConfiguration,
  DeviceConfiguration: settings.deviceConfiguration && {
    ChallengeRequiredOnNewDevice: settings.deviceConfiguration.challengeRequiredOnNewDevice,
    DeviceOnlyRememberedOnUserPrompt: settings.deviceConfiguration.deviceOnlyRememberedOnUserPrompt,
  },
  AccountRecoverySetting: {
    RecoveryMechanisms: (settings.accountRecovery ?? DEFAULT_RECOVERY).map(({ priority, name }) => ({
      Priority: priority,
      Name: name,
    })),
  },
  AdminCreateUserConfig: adminCreateUser(settings),
});

const messages = (settings: PoolSettings): UserPoolType => ({
  SmsVerificationMessage: settings.smsVerificationMessage,
  EmailVerificationMessage: settings.emailVerificationMessage,
  EmailVerificationSubject: settings.emailVerificationSubject,
  VerificationMessageTemplate: {
    SmsMessage: settings.verificationMessageTemplate.smsMessage,
    EmailMessage: settings.verificationMessageTemplate.emailMessage,
    EmailSubject: settings.verificationMessageTemplate.emailSubject,
    EmailMessageByLink: settings.verificationMessageTemplate.emailMessageByLink,
    EmailSubjectByLink: settings.verificationMessageTemplate.emailSubjectByLink,
    DefaultEmailOption: settings.verificationMessageTemplate.defaultEmailOption,
  },
  SmsAuthenticationMessage: settings.smsAuthenticationMessage,
  EmailConfiguration: {
    SourceArn: settings.emailConfiguration.sourceArn,
    ReplyToEmailAddress: settings.emailConfiguration.replyToEmailAddress,
    EmailSendingAccount: settings.emailConfiguration.emailSendingAccount,
    From: settings.emailConfiguration.from,
    ConfigurationSet: settings.emailConfiguration.configurationSet,
  },
  SmsConfiguration: settings.smsConfiguration as SmsConfigurationType | undefined,
});

// What the core keeps as given leaves as it came.
const features = (settings: PoolSettings): UserPoolType => ({
  DeletionProtection: settings.deletionProtection,
  UserPoolTags: settings.tags,
  UserPoolAddOns: settings.userPoolAddOns as UserPoolAddOnsType | undefined,
  UserPoolTier: settings.tier,
  KeyConfiguration: settings.keyConfiguration as KeyConfigurationType | undefined,
  IssuerConfiguration: settings.issuerConfiguration as IssuerConfigurationType | undefined,
  DcrConfiguration: settings.dcrConfiguration as DcrConfigurationType | undefined,
  AcrConfiguration: Object.fromEntries(
    Object.entries(acrNamesOf(settings)).map(([level, name]) => [level, { AcrValue: name }]),
  ),
});

const passwordPolicy = ({ passwordPolicy: policy }: PoolSettings) => ({
  MinimumLength: policy.minimumLength,
  RequireUppercase: policy.requireUppercase,
  RequireLowercase: policy.requireLowercase,
  RequireNumbers: policy.requireNumbers,
  RequireSymbols: policy.requireSymbols,
  PasswordHistorySize: policy.passwordHistorySize,
  TemporaryPasswordValidityDays: policy.temporaryPasswordValidityDays,
});

const adminCreateUser = ({ adminCreateUser: config }: PoolSettings) => ({
  AllowAdminCreateUserOnly: config.allowAdminCreateUserOnly,
  UnusedAccountValidityDays: config.unusedAccountValidityDays,
  InviteMessageTemplate: config.inviteMessageTemplate && {
    SMSMessage: config.inviteMessageTemplate.smsMessage,
    EmailMessage: config.inviteMessageTemplate.emailMessage,
    EmailSubject: config.inviteMessageTemplate.emailSubject,
  },
});

const unlessEmpty = <T>(list: readonly T[]): T[] | undefined => (list.length > 0 ? [...list] : undefined);
