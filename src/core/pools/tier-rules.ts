/**
 * Which features a pool's plan includes.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
 */
import { ServiceError } from '../errors.ts';
import type { PoolSettings } from './pool.ts';

type Tier = PoolSettings['tier'];

interface Feature {
  readonly name: string;
  readonly tiers: readonly Tier[];
  readonly isOn: (settings: PoolSettings) => boolean;
}

const FEATURES: readonly Feature[] = [
  {
    name: 'Threat Protection',
    tiers: ['PLUS'],
    isOn: ({ userPoolAddOns }) => !['OFF', undefined].includes(userPoolAddOns?.['AdvancedSecurityMode'] as string),
  },
  {
    name: 'Passwordless Authentication',
    tiers: ['ESSENTIALS', 'PLUS'],
    isOn: ({ allowedFirstFactors }) => allowedFirstFactors.some((factor) => factor !== 'PASSWORD'),
  },
  {
    name: 'Email MFA',
    tiers: ['ESSENTIALS', 'PLUS'],
    isOn: ({ mfaMethods }) => mfaMethods?.email !== undefined,
  },
  {
    name: 'Passkey MFA',
    tiers: ['ESSENTIALS', 'PLUS'],
    isOn: ({ webAuthn }) => webAuthn?.factorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION',
  },
  {
    name: 'Password History',
    tiers: ['ESSENTIALS', 'PLUS'],
    isOn: ({ passwordPolicy }) => (passwordPolicy.passwordHistorySize ?? 0) > 0,
  },
  {
    name: 'Access Token Customization',
    tiers: ['ESSENTIALS', 'PLUS'],
    isOn: ({ lambdaConfig }) => tokenTriggerVersion(lambdaConfig) !== 'V1_0',
  },
  {
    name: 'Dynamic Client Registration',
    tiers: ['ESSENTIALS', 'PLUS'],
    isOn: ({ dcrConfiguration }) => dcrConfiguration?.['EnableStatus'] === 'Enabled',
  },
  {
    name: 'Custom ACR Levels',
    tiers: ['ESSENTIALS', 'PLUS'],
    isOn: ({ acrNames }) => acrNames !== undefined,
  },
];

const tokenTriggerVersion = (lambdaConfig: PoolSettings['lambdaConfig']): string =>
  (lambdaConfig['PreTokenGenerationConfig'] as { LambdaVersion?: string } | undefined)?.LambdaVersion ?? 'V1_0';

/** Throws FeatureUnavailableInTierException. */
export const checkTier = (settings: PoolSettings): void => {
  const excess = FEATURES.filter((feature) => feature.isOn(settings) && !feature.tiers.includes(settings.tier));
  if (excess.length > 0) throw unavailable(settings.tier, excess.map(({ name }) => name).join(', '));
};

export const unavailable = (tier: Tier, features: string) =>
  new ServiceError(
    'FeatureUnavailableInTierException',
    `The following features need to be disabled for the ${tier} pricing tier configured: ${features}`,
  );
