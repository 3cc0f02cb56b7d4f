/** Domains as the wire shows and takes them. */
import type {
  CustomDomainConfigType,
  DomainDescriptionType,
  RoutingType,
  SecurityPolicyType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Domain } from '../../../core/domains/domain.ts';
import type { DomainMembers } from '../../../core/domains/write.ts';

export const domainMembers = (input: {
  ManagedLoginVersion?: number;
  CustomDomainConfig?: CustomDomainConfigType;
  Routing?: RoutingType;
}): DomainMembers => ({
  certificateArn: input.CustomDomainConfig?.CertificateArn,
  securityPolicy: input.CustomDomainConfig?.SecurityPolicy,
  managedLoginVersion: input.ManagedLoginVersion,
  routing: input.Routing && { ...input.Routing },
});

/** The answer of creation and update. */
export const domainChanged = (domain: Domain) => ({
  ManagedLoginVersion: domain.managedLoginVersion,
  CloudFrontDomain: domain.certificateArn === undefined ? undefined : domain.distribution,
  Routing: domain.routing as RoutingType | undefined,
});

/** A domain is at work as soon as it is made. */
export const domainDescription = (domain: Domain): DomainDescriptionType => ({
  UserPoolId: domain.poolId,
  AWSAccountId: domain.account,
  Domain: domain.name,
  S3Bucket: `aws-cognito-prod-${domain.poolId.slice(0, domain.poolId.indexOf('_'))}-assets`,
  CloudFrontDistribution: domain.distribution,
  Version: new Date(domain.createdAt).toISOString().replace(/\D/g, '').slice(0, 14),
  Status: 'ACTIVE',
  CustomDomainConfig: customConfig(domain),
  ManagedLoginVersion: domain.managedLoginVersion,
  Routing: domain.routing as RoutingType | undefined,
});

const customConfig = ({ certificateArn, securityPolicy }: Domain): CustomDomainConfigType | undefined =>
  certificateArn === undefined
    ? undefined
    : { CertificateArn: certificateArn, SecurityPolicy: securityPolicy as SecurityPolicyType | undefined };
