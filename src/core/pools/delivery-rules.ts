/** Rules on how a pool reaches its users: e-mail, SMS, and the triggers that send in its place. */
import { invalidParameter } from '../errors.ts';
import { offeredMethods } from '../mfa/factors.ts';
import type { PoolSettings } from './pool.ts';

/** Throws InvalidParameterException. */
export const checkDelivery = (settings: PoolSettings): void => {
  assertEmailSource(settings);
  assertSmsSource(settings);
  assertSmsWhereNeeded(settings);
  assertSenderKey(settings);
  assertOneTokenTrigger(settings);
};

const assertEmailSource = ({ emailConfiguration }: PoolSettings): void => {
  const { emailSendingAccount, sourceArn, from } = emailConfiguration;
  if (emailSendingAccount === 'DEVELOPER' && sourceArn === undefined) {
    throw invalidParameter('Source ARN is required to use DEVELOPER email sending owner');
  }
  if (from !== undefined && !/^[^<>@\s]+@[^<>@\s]+$|<[^<>@\s]+@[^<>@\s]+>$/.test(from)) {
    throw invalidParameter('Provided From email address is invalid');
  }
};

/** The wire's own names: the configuration is kept as given. */
const assertSmsSource = ({ smsConfiguration }: PoolSettings): void => {
  if (smsConfiguration === undefined) return;
  const given = [smsConfiguration['SnsCallerArn'], smsConfiguration['EumsSms']].filter(Boolean);
  if (given.length !== 1) {
    throw invalidParameter('SmsConfiguration must have either an SnsCallerArn or an EumsSms configuration.');
  }
};

const assertSmsWhereNeeded = (settings: PoolSettings): void => {
  if (settings.smsConfiguration !== undefined) return;
  if (settings.autoVerifiedAttributes.includes('phone_number')) {
    throw invalidParameter('SMS configuration is required when phone_number is selected for auto verification');
  }
  if (settings.mfaConfiguration !== 'OFF' && offeredMethods(settings).length === 0) {
    throw invalidParameter(
      'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    );
  }
};

const assertSenderKey = ({ lambdaConfig }: PoolSettings): void => {
  const sender = ['CustomEmailSender', 'CustomSMSSender'].find((trigger) => lambdaConfig[trigger] !== undefined);
  if (sender !== undefined && lambdaConfig['KMSKeyID'] === undefined) {
    throw invalidParameter(`KMSKeyID is required when ${sender} is set in LambdaConfig.`);
  }
};

const assertOneTokenTrigger = ({ lambdaConfig }: PoolSettings): void => {
  const { PreTokenGeneration: plain, PreTokenGenerationConfig: versioned } = lambdaConfig;
  if (plain === undefined || versioned === undefined) return;
  if ((versioned as { LambdaArn?: unknown }).LambdaArn !== plain) {
    throw invalidParameter('PreTokenGeneration and PreTokenGenerationConfig must have the same Lambda function ARN.');
  }
};
