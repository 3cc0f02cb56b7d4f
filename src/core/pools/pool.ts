/** What a user pool is. The wire's PascalCase twin is made in aws/cognito-idp/shapes. */

export type StandardAlias = 'email' | 'phone_number' | 'preferred_username';
export type ContactAttribute = 'email' | 'phone_number';

export interface PasswordPolicy {
  minimumLength: number;
  requireUppercase: boolean;
  requireLowercase: boolean;
  requireNumbers: boolean;
  requireSymbols: boolean;
  /** How many former passwords are refused; 0 keeps none. Absent on the wire when never set. */
  passwordHistorySize?: number;
  temporaryPasswordValidityDays: number;
}

export interface AttributeDefinition {
  /** Full name as stored on users: `email`, `custom:tier`, `dev:custom:note`. */
  name: string;
  type: 'String' | 'Number' | 'DateTime' | 'Boolean';
  developerOnly: boolean;
  mutable: boolean;
  required: boolean;
  minLength?: string;
  maxLength?: string;
  minValue?: string;
  maxValue?: string;
  /** Which constraint objects the owner gave: the API returns an empty object when one was given empty. */
  hasStringConstraints?: boolean;
  hasNumberConstraints?: boolean;
}

export interface VerificationMessageTemplate {
  smsMessage?: string;
  emailMessage?: string;
  emailSubject?: string;
  emailMessageByLink?: string;
  emailSubjectByLink?: string;
  defaultEmailOption: 'CONFIRM_WITH_CODE' | 'CONFIRM_WITH_LINK';
}

export interface RecoveryMechanism {
  priority: number;
  name: 'verified_email' | 'verified_phone_number' | 'admin_only';
}

export type FirstFactor = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** What UpdateUserPool replaces as a whole: a member that the caller leaves out goes back to its default. */
export interface PoolSettings {
  passwordPolicy: PasswordPolicy;
  allowedFirstFactors: FirstFactor[];
  deletionProtection: 'ACTIVE' | 'INACTIVE';
  /** Trigger name as on the wire (`PreSignUp`, `CustomSMSSender`, `KMSKeyID` …) to its value, kept as given. */
  lambdaConfig: Readonly<Record<string, unknown>>;
  autoVerifiedAttributes: ContactAttribute[];
  smsVerificationMessage?: string;
  emailVerificationMessage?: string;
  emailVerificationSubject?: string;
  verificationMessageTemplate: VerificationMessageTemplate;
  smsAuthenticationMessage?: string;
  attributesRequireVerificationBeforeUpdate: ContactAttribute[];
  mfaConfiguration: 'OFF' | 'ON' | 'OPTIONAL';
  /** Set by SetUserPoolMfaConfig alone; an update of the pool keeps it. Undefined: SMS, where it is configured. */
  mfaMethods?: { sms: boolean; softwareToken: boolean; email?: { message?: string; subject?: string } };
  /** Set by SetUserPoolMfaConfig alone; an update of the pool keeps it. */
  webAuthn?: {
    relyingPartyId?: string;
    userVerification?: 'preferred' | 'required';
    factorConfiguration?: 'MULTI_FACTOR_WITH_USER_VERIFICATION' | 'SINGLE_FACTOR';
  };
  deviceConfiguration?: { challengeRequiredOnNewDevice: boolean; deviceOnlyRememberedOnUserPrompt: boolean };
  emailConfiguration: {
    emailSendingAccount: 'COGNITO_DEFAULT' | 'DEVELOPER';
    sourceArn?: string;
    replyToEmailAddress?: string;
    from?: string;
    configurationSet?: string;
  };
  /** Kept as given; the wire's own names. */
  smsConfiguration?: Readonly<Record<string, unknown>>;
  tags: Record<string, string>;
  adminCreateUser: {
    allowAdminCreateUserOnly: boolean;
    unusedAccountValidityDays: number;
    inviteMessageTemplate?: { smsMessage?: string; emailMessage?: string; emailSubject?: string };
  };
  /** Kept as given; the wire's own names. */
  userPoolAddOns?: Readonly<Record<string, unknown>>;
  /** Undefined when the owner never set one; then e-mail comes before phone, as at Cognito. */
  accountRecovery?: RecoveryMechanism[];
  tier: 'LITE' | 'ESSENTIALS' | 'PLUS';
  /** Kept as given; the wire's own names. */
  keyConfiguration?: Readonly<Record<string, unknown>>;
  issuerConfiguration?: Readonly<Record<string, unknown>>;
  /** Dynamic client registration, kept as given with defaults filled in; an update that leaves it out keeps it. */
  dcrConfiguration?: Readonly<Record<string, unknown>>;
  /** The owner's names for authentication levels (`Level1` … `Level4`); those left out have Cognito's. */
  acrNames?: Readonly<Record<string, string>>;
}

export interface Pool {
  /** `{region}_{9 letters and digits}`. */
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** Rises by one with every stored change; guards updates. */
  readonly version: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly name: string;
  /** Sign-in identifiers that replace the username; set at creation, never changed. */
  readonly usernameAttributes: readonly ContactAttribute[];
  /** Sign-in identifiers beside the username; set at creation, never changed. */
  readonly aliasAttributes: readonly StandardAlias[];
  /** UsernameConfiguration.CaseSensitive. */
  readonly caseSensitive: boolean;
  /** The API shows UsernameConfiguration only of pools whose owner gave one. */
  readonly caseSensitivityGiven?: boolean;
  /** Standard attributes in Cognito's order, then custom ones in the order they were added. */
  readonly schema: readonly AttributeDefinition[];
  readonly settings: PoolSettings;
  /** Names of the pool's domains: under the service's own domain, and the owner's. */
  readonly domains?: { readonly prefix?: string; readonly custom?: string };
}

export const poolArn = (pool: Pool): string => `arn:aws:cognito-idp:${pool.region}:${pool.account}:userpool/${pool.id}`;

/** The part of the pool id that SRP mixes into the password: what follows the region and the underscore. */
export const srpPoolName = (poolId: string): string => poolId.slice(poolId.indexOf('_') + 1);
