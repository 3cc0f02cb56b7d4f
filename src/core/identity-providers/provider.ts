/** What an external identity provider of a pool is. */
import type { SamlMetadata } from '../ports.ts';

export type ProviderType = 'SAML' | 'Facebook' | 'Google' | 'LoginWithAmazon' | 'SignInWithApple' | 'OIDC';

export type ProviderDetails = Readonly<Record<string, string>>;

export interface IdentityProvider {
  readonly poolId: string;
  readonly name: string;
  readonly type: ProviderType;
  /** The wire's own names, complete with what the service adds; without what is secret. */
  readonly details: ProviderDetails;
  /** JSON of the secret details and keys, sealed under `identity-provider`, bound to pool and name. */
  readonly sealedSecrets?: string;
  /** SAML: what the provider's metadata said when it was read. */
  readonly metadata?: SamlMetadata;
  /** SAML: when its metadata is read again, or its encryption certificate renewed; epoch milliseconds. */
  readonly refreshAt?: number;
  /** User pool attribute to the provider's attribute. */
  readonly attributeMapping: Readonly<Record<string, string>>;
  /** Further names, each unique in the pool. */
  readonly identifiers: readonly string[];
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}

/** Providers that have one fixed name each. */
export const SOCIAL_TYPES: ReadonlySet<ProviderType> = new Set([
  'Facebook',
  'Google',
  'LoginWithAmazon',
  'SignInWithApple',
]);

/** The name under which the pool's own users sign in, in lists of providers of app clients. */
export const OWN_USERS = 'COGNITO';
