/** What a pool is when its owner says nothing, at creation and at every update. */
import { defined } from '../defined.ts';
import type { PasswordPolicy, PoolSettings, VerificationMessageTemplate } from './pool.ts';

/** Settings as an owner gives them: everything may be left out. */
export type PoolSettingsInput = Partial<Omit<PoolSettings, CompositeMember>> & {
  readonly passwordPolicy?: Partial<PasswordPolicy>;
  readonly verificationMessageTemplate?: Partial<VerificationMessageTemplate>;
  readonly emailConfiguration?: Partial<PoolSettings['emailConfiguration']>;
  readonly adminCreateUser?: Partial<PoolSettings['adminCreateUser']>;
};

type CompositeMember = 'passwordPolicy' | 'verificationMessageTemplate' | 'emailConfiguration' | 'adminCreateUser';

const DEFAULT_VALIDITY_DAYS = 7;

const DEFAULT_PASSWORD_POLICY: PasswordPolicy = {
  minimumLength: 8,
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
  temporaryPasswordValidityDays: DEFAULT_VALIDITY_DAYS,
};

export const completePoolSettings = (given: PoolSettingsInput): PoolSettings => {
  const passwordPolicy = passwordPolicyOf(given);
  return {
    ...given,
    ...mirroredMessages(given),
    passwordPolicy,
    allowedFirstFactors: given.allowedFirstFactors ?? ['PASSWORD'],
    deletionProtection: given.deletionProtection ?? 'INACTIVE',
    lambdaConfig: mirroredTokenTrigger(given.lambdaConfig ?? {}),
    autoVerifiedAttributes: given.autoVerifiedAttributes ?? [],
    attributesRequireVerificationBeforeUpdate: given.attributesRequireVerificationBeforeUpdate ?? [],
    mfaConfiguration: given.mfaConfiguration ?? 'OFF',
    emailConfiguration: { emailSendingAccount: 'COGNITO_DEFAULT', ...defined(given.emailConfiguration ?? {}) },
    tags: given.tags ?? {},
    adminCreateUser: {
      ...given.adminCreateUser,
      allowAdminCreateUserOnly: given.adminCreateUser?.allowAdminCreateUserOnly ?? false,
      unusedAccountValidityDays: passwordPolicy.temporaryPasswordValidityDays,
    },
    tier: given.tier ?? 'ESSENTIALS',
    dcrConfiguration: given.dcrConfiguration && {
      EnableStatus: 'Enabled',
      OpenDcrEnabled: false,
      ...given.dcrConfiguration,
    },
  };
};

/** Whoever gives a policy gives all its requirements: those left out are off. Zero days asks for the default. */
const passwordPolicyOf = ({ passwordPolicy, adminCreateUser }: PoolSettingsInput): PasswordPolicy => {
  const days =
    passwordPolicy?.temporaryPasswordValidityDays ||
    adminCreateUser?.unusedAccountValidityDays ||
    DEFAULT_VALIDITY_DAYS;
  if (passwordPolicy === undefined) return { ...DEFAULT_PASSWORD_POLICY, temporaryPasswordValidityDays: days };
  return {
    requireUppercase: false,
    requireLowercase: false,
    requireNumbers: false,
    requireSymbols: false,
    ...defined(passwordPolicy),
    minimumLength: passwordPolicy.minimumLength ?? DEFAULT_PASSWORD_POLICY.minimumLength,
    temporaryPasswordValidityDays: days,
  };
};

/** The three older members and the template say the same thing; the API shows it in both places. */
const mirroredMessages = (given: PoolSettingsInput) => {
  const template = given.verificationMessageTemplate;
  const smsMessage = template?.smsMessage ?? given.smsVerificationMessage;
  const emailMessage = template?.emailMessage ?? given.emailVerificationMessage;
  const emailSubject = template?.emailSubject ?? given.emailVerificationSubject;
  return {
    smsVerificationMessage: smsMessage,
    emailVerificationMessage: emailMessage,
    emailVerificationSubject: emailSubject,
    verificationMessageTemplate: {
      ...template,
      smsMessage,
      emailMessage,
      emailSubject,
      defaultEmailOption: template?.defaultEmailOption ?? ('CONFIRM_WITH_CODE' as const),
    },
  };
};

/** The older and the versioned name of the token trigger are shown together, whichever was given. */
const mirroredTokenTrigger = (lambdaConfig: PoolSettings['lambdaConfig']): PoolSettings['lambdaConfig'] => {
  const { PreTokenGeneration: plain, PreTokenGenerationConfig: versioned } = lambdaConfig;
  const { LambdaArn } = (versioned ?? {}) as { LambdaArn?: string };
  if (plain === undefined && LambdaArn === undefined) return lambdaConfig;
  return {
    ...lambdaConfig,
    PreTokenGeneration: plain ?? LambdaArn,
    PreTokenGenerationConfig: versioned ?? { LambdaVersion: 'V1_0', LambdaArn: plain },
  };
};
