/** What an identity pool is, and who is in it. */

export interface IdentityPool {
  /** `{region}:{UUID}`. */
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
  readonly settings: IdentityPoolSettings;
  /** Set by SetIdentityPoolRoles alone. */
  readonly roles?: IdentityPoolRoles;
  /** By provider; set by SetPrincipalTagAttributeMap. */
  readonly principalTags?: Readonly<Record<string, PrincipalTagMap>>;
}

/** What UpdateIdentityPool replaces as a whole. */
export interface IdentityPoolSettings {
  readonly allowUnauthenticated: boolean;
  readonly allowClassicFlow?: boolean;
  /** `graph.facebook.com`, `accounts.google.com` … to the app's id there. */
  readonly supportedLoginProviders: Readonly<Record<string, string>>;
  readonly developerProviderName?: string;
  readonly openIdConnectProviderArns: readonly string[];
  readonly userPools: readonly UserPoolProvider[];
  readonly samlProviderArns: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface UserPoolProvider {
  /** `cognito-idp.{region}.amazonaws.com/{user pool id}`. */
  readonly providerName: string;
  readonly clientId: string;
  /** Ask whether the token was revoked and the user still stands. */
  readonly serverSideTokenCheck: boolean;
}

export interface IdentityPoolRoles {
  /** ARNs. */
  readonly authenticated?: string;
  readonly unauthenticated?: string;
  /** By provider (`…amazonaws.com/{pool}:{client}` and the like). */
  readonly mappings: Readonly<Record<string, RoleMapping>>;
}

export interface RoleMapping {
  readonly type: 'Rules' | 'Token';
  readonly ambiguous?: 'AuthenticatedRole' | 'Deny';
  readonly rules?: readonly MappingRule[];
}

export interface MappingRule {
  readonly claim: string;
  readonly match: 'Contains' | 'Equals' | 'NotEqual' | 'StartsWith';
  readonly value: string;
  readonly roleArn: string;
}

export interface PrincipalTagMap {
  readonly useDefaults: boolean;
  /** Tag to claim. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A person (or a guest) in an identity pool. */
export interface Identity {
  readonly poolId: string;
  /** `{region}:{UUID}`. */
  readonly id: string;
  readonly logins: readonly Login[];
  /** It was merged into another, or lost its last login: nobody gets at it any more. */
  readonly disabled?: true;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}

/** One subject of a provider leads to one identity of a pool. */
export interface Login {
  readonly provider: string;
  readonly subject: string;
}

/** How login maps name a provider that is registered in IAM: its URL without `https://`. */
export const oidcName = (arn: string): string => arn.slice(arn.indexOf('/') + 1);
