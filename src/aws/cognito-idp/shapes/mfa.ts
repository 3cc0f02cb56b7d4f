/** Second factors on the wire: a pool's configuration, a user's settings. */
import type {
  AdminSetUserMFAPreferenceCommandInput,
  GetUserPoolMfaConfigCommandOutput,
  MFAOptionType,
  SetUserPoolMfaConfigCommandInput,
  SmsConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter } from '../../../core/errors.ts';
import { offeredMethods } from '../../../core/mfa/factors.ts';
import type { MfaConfigInput } from '../../../core/mfa/pool-config.ts';
import type { MethodWish, MfaWishes } from '../../../core/mfa/preference.ts';
import type { Pool, PoolSettings } from '../../../core/pools/pool.ts';
import type { User } from '../../../core/users/user.ts';
import type { Body } from '../../operation.ts';

export const mfaConfigInput = (input: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>): MfaConfigInput => ({
  mode: input.MfaConfiguration,
  ...(input.SmsMfaConfiguration && {
    sms: {
      message: input.SmsMfaConfiguration.SmsAuthenticationMessage,
      configuration: input.SmsMfaConfiguration.SmsConfiguration as PoolSettings['smsConfiguration'],
    },
  }),
  softwareToken: input.SoftwareTokenMfaConfiguration && (input.SoftwareTokenMfaConfiguration.Enabled ?? false),
  email: input.EmailMfaConfiguration && {
    message: input.EmailMfaConfiguration.Message,
    subject: input.EmailMfaConfiguration.Subject,
  },
  webAuthn: input.WebAuthnConfiguration && {
    relyingPartyId: input.WebAuthnConfiguration.RelyingPartyId,
    userVerification: input.WebAuthnConfiguration.UserVerification,
    factorConfiguration: input.WebAuthnConfiguration.FactorConfiguration,
  },
});

export const mfaConfigType = ({ settings }: Pool): Body<GetUserPoolMfaConfigCommandOutput> => {
  const offered = offeredMethods(settings);
  return {
    SmsMfaConfiguration: offered.includes('SMS_MFA') ? smsMfaConfig(settings) : undefined,
    SoftwareTokenMfaConfiguration:
      settings.mfaConfiguration === 'OFF' ? undefined : { Enabled: offered.includes('SOFTWARE_TOKEN_MFA') },
    EmailMfaConfiguration: settings.mfaMethods?.email && {
      Message: settings.mfaMethods.email.message,
      Subject: settings.mfaMethods.email.subject,
    },
    MfaConfiguration: settings.mfaConfiguration,
    WebAuthnConfiguration: settings.webAuthn && {
      RelyingPartyId: settings.webAuthn.relyingPartyId,
      UserVerification: settings.webAuthn.userVerification,
      FactorConfiguration: settings.webAuthn.factorConfiguration,
    },
  };
};

const smsMfaConfig = ({ smsAuthenticationMessage, smsConfiguration }: PoolSettings) => ({
  SmsAuthenticationMessage: smsAuthenticationMessage,
  SmsConfiguration: smsConfiguration as SmsConfigurationType | undefined,
});

type Preferences = Pick<
  AdminSetUserMFAPreferenceCommandInput,
  'SMSMfaSettings' | 'SoftwareTokenMfaSettings' | 'EmailMfaSettings' | 'WebAuthnMfaSettings'
>;

export const mfaWishes = (input: Preferences): MfaWishes => ({
  methods: {
    ...(input.SMSMfaSettings && { SMS_MFA: wish(input.SMSMfaSettings) }),
    ...(input.SoftwareTokenMfaSettings && { SOFTWARE_TOKEN_MFA: wish(input.SoftwareTokenMfaSettings) }),
    ...(input.EmailMfaSettings && { EMAIL_OTP: wish(input.EmailMfaSettings) }),
  },
  passkey: input.WebAuthnMfaSettings && (input.WebAuthnMfaSettings.Enabled ?? false),
});

const wish = ({ Enabled, PreferredMfa }: { Enabled?: boolean; PreferredMfa?: boolean }): MethodWish => ({
  enabled: Enabled ?? false,
  preferred: PreferredMfa ?? false,
});

/** Whether the older MFAOptions switch SMS on. Throws InvalidParameterException for any other option. */
export const smsOption = (options: readonly MFAOptionType[]): boolean => {
  const other = options.some(
    ({ DeliveryMedium, AttributeName }) => DeliveryMedium !== 'SMS' || AttributeName !== 'phone_number',
  );
  if (other) throw invalidParameter('MFAOptions supports SMS to the phone_number attribute only.');
  return options.length > 0;
};

/** MFAOptions of a user who switched SMS on the older way. */
export const mfaOptions = ({ mfa }: User): MFAOptionType[] | undefined =>
  mfa?.smsOption ? [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }] : undefined;

/** What GetUser and AdminGetUser tell of second factors. */
export const mfaSettings = (user: User) => ({
  MFAOptions: mfaOptions(user),
  PreferredMfaSetting: user.mfa?.preferred,
  UserMFASettingList: user.mfa?.enabled?.length ? [...user.mfa.enabled] : undefined,
});
