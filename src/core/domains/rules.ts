/** What a domain may be called. */
import { invalidParameter, ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { Domain } from './domain.ts';

const PREFIX = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const CUSTOM = new RegExp(`^${LABEL}(?:\\.${LABEL})+$`);
const RESERVED = ['aws', 'amazon', 'cognito'];

const invalidCharacter = () =>
  invalidParameter(
    'The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, and ' +
      'hyphens. Please enter a different name that follows this format: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$',
  );

/** Throws InvalidParameterException. */
export const assertPrefix = (name: string): void => {
  if (!PREFIX.test(name)) throw invalidCharacter();
  const word = RESERVED.find((reserved) => name.includes(reserved));
  if (word !== undefined) throw invalidParameter(`Domain cannot contain reserved word: ${word}`);
};

/** A subdomain, since the pages need a host of their own. Throws InvalidParameterException. */
export const assertCustomDomain = (name: string, certificateArn: string): void => {
  if (!CUSTOM.test(name)) throw invalidCharacter();
  if (name.split('.').length < 3) {
    throw invalidParameter('Custom domain is not a valid subdomain: it must have a parent domain.');
  }
  assertCertificate(certificateArn);
};

/** The distribution in front of the domain reads certificates of one region only, as at AWS. */
export const assertCertificate = (arn: string): void => {
  if (/^arn:[\w-]+:(acm:us-east-1|iam:):\d{12}:/.test(arn)) return;
  throw invalidParameter(
    "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid " +
      'certificate chain.',
  );
};

const CLASSIC = 1;
const MANAGED = 2;

/** Throws InvalidParameterException, FeatureUnavailableInTierException. */
export const assertLoginVersion = (pool: Pool, version: number): void => {
  if (version !== CLASSIC && version !== MANAGED) {
    throw invalidParameter('ManagedLoginVersion must be 1 (hosted UI) or 2 (managed login).');
  }
  if (version === MANAGED && pool.settings.tier === 'LITE') {
    throw new ServiceError(
      'FeatureUnavailableInTierException',
      'Managed login is not available for the LITE pricing tier configured.',
    );
  }
};

/** Replicas in other regions stand behind custom domains alone. */
export const assertRouting = ({ routing, certificateArn }: Pick<Domain, 'routing' | 'certificateArn'>): void => {
  if (routing !== undefined && certificateArn === undefined) {
    throw invalidParameter('Routing is only supported for custom domains.');
  }
};
