/** What a pool's members owe each other. The form of each member alone is checked before, against the API model. */
import { invalidParameter, ServiceError } from '../errors.ts';
import { acrNamesOf } from './acr.ts';
import type { PoolSettingsInput } from './defaults.ts';
import { checkDelivery } from './delivery-rules.ts';
import type { Pool, PoolSettings } from './pool.ts';
import { checkTier } from './tier-rules.ts';

const MAX_TAGS = 50;

/** For a pool about to be created. Throws InvalidParameterException and whatever `checkPoolSettings` throws. */
export const checkNewPool = (pool: Pool, given: PoolSettingsInput): void => {
  if (pool.aliasAttributes.length > 0 && pool.usernameAttributes.length > 0) {
    throw invalidParameter('Only one of the aliasAttributes or usernameAttributes can be set in a User pool.');
  }
  checkPoolSettings(pool.settings, given);
};

/**
 * For creation and update; `given` is what the owner wrote, `settings` what it comes to. Throws
 * InvalidParameterException, FeatureUnavailableInTierException, UserPoolTaggingException.
 */
export const checkPoolSettings = (settings: PoolSettings, given: PoolSettingsInput): void => {
  assertOneTemporaryPasswordValidity(given);
  assertPasswordIsFirstFactor(settings);
  assertVerifiedBeforeUpdate(settings);
  assertRecovery(settings);
  assertTags(settings);
  assertAcrNames(settings);
  checkDelivery(settings);
  checkTier(settings);
};

const assertOneTemporaryPasswordValidity = ({ passwordPolicy, adminCreateUser }: PoolSettingsInput): void => {
  const both = [passwordPolicy?.temporaryPasswordValidityDays, adminCreateUser?.unusedAccountValidityDays];
  if (!both.includes(undefined)) {
    throw invalidParameter(
      'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
    );
  }
};

const assertPasswordIsFirstFactor = ({ allowedFirstFactors }: PoolSettings): void => {
  if (!allowedFirstFactors.includes('PASSWORD')) {
    throw invalidParameter('Password should be configured as one of the allowed first auth factors.');
  }
};

const assertVerifiedBeforeUpdate = (settings: PoolSettings): void => {
  const missing = settings.attributesRequireVerificationBeforeUpdate.filter(
    (attribute) => !settings.autoVerifiedAttributes.includes(attribute),
  );
  if (missing.length > 0) {
    throw invalidParameter(
      `Attributes in AttributesRequireVerificationBeforeUpdate must be in AutoVerifiedAttributes: ${missing.join(', ')}`,
    );
  }
};

const assertRecovery = ({ accountRecovery = [] }: PoolSettings): void => {
  const invalid = (reason: string) => invalidParameter(`Invalid account recovery setting parameter. ${reason}`);
  if (accountRecovery.length > 1 && accountRecovery.some(({ name }) => name === 'admin_only')) {
    throw invalid('Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.');
  }
  if (new Set(accountRecovery.map(({ priority }) => priority)).size < accountRecovery.length) {
    throw invalid('Account Recovery Setting cannot have recovery mechanisms with the same priority.');
  }
  if (new Set(accountRecovery.map(({ name }) => name)).size < accountRecovery.length) {
    throw invalid('Account Recovery Setting cannot have the same recovery mechanism twice.');
  }
};

const assertTags = ({ tags }: PoolSettings): void => {
  const problem = tagsProblem(tags);
  if (problem !== undefined) throw new ServiceError('UserPoolTaggingException', problem);
};

/** What is wrong with a pool's tags; undefined when nothing is. */
export const tagsProblem = (tags: PoolSettings['tags']): string | undefined => {
  const names = Object.keys(tags);
  if (names.length > MAX_TAGS) return `A user pool can have at most ${MAX_TAGS} tags.`;
  if (names.some((name) => name.toLowerCase().startsWith('aws:'))) {
    return 'aws: prefixed tag key names are not allowed for external use.';
  }
  return undefined;
};

const assertAcrNames = (settings: PoolSettings): void => {
  const names = acrNamesOf(settings);
  const unknown = Object.keys(settings.acrNames ?? {}).find((level) => !/^Level[1-4]$/.test(level));
  if (unknown !== undefined) throw invalidParameter(`Invalid ACR level: ${unknown}`);
  const values = Object.values(names);
  if (new Set(values).size < values.length) throw invalidParameter('ACR level names must be unique in a user pool.');
  // RFC 3986 section 2: what a URI is made of.
  const bad = values.find((value) => !/^[\w.~:/?#[\]@!$&'()*+,;=%-]+$/.test(value));
  if (bad !== undefined) throw invalidParameter(`Invalid ACR level name: ${bad}`);
};
