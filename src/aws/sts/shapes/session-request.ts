/** What requests for sessions have in common. */
import type { PolicyDescriptorType, Tag } from '@aws-sdk/client-sts';
import { AccessDenied } from '../../../core/credentials/denied.ts';
import { type Tags, tagsOf } from '../../../core/credentials/session-limits.ts';
import { MAX_TOKEN } from '../../../core/credentials/session-token.ts';
import { invalidParameter } from '../../../core/errors.ts';

interface Asking {
  readonly DurationSeconds?: number | undefined;
  readonly MinimumSessionTokenSize?: number | undefined;
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly PolicyDescriptorType[] | undefined;
}

/** Throws InvalidParameterException. */
export const sessionRequest = ({ DurationSeconds, MinimumSessionTokenSize = 0, Policy, PolicyArns }: Asking) => {
  if (MinimumSessionTokenSize < 0 || MinimumSessionTokenSize > MAX_TOKEN) {
    throw invalidParameter(`MinimumSessionTokenSize must be between 0 and ${MAX_TOKEN}`);
  }
  return {
    durationSeconds: DurationSeconds,
    minimumSize: MinimumSessionTokenSize,
    policy: Policy,
    policyArns: PolicyArns?.map(({ arn }) => arn ?? ''),
  };
};

/** Throws InvalidParameterException. */
export const tagsIn = (tags: readonly Tag[] = []): Tags =>
  tagsOf(tags.map(({ Key: key = '', Value: value = '' }) => ({ key, value })));

interface WithMfa {
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
}

/** Users have no MFA devices here, so no code is right. Throws AccessDeniedException. */
export const assertNoMfa = ({ SerialNumber, TokenCode }: WithMfa): void => {
  if (SerialNumber === undefined && TokenCode === undefined) return;
  throw new AccessDenied(
    'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
  );
};
