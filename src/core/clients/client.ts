/** What an app client is. */

export type TimeUnit = 'seconds' | 'minutes' | 'hours' | 'days';

export interface Client {
  readonly poolId: string;
  /** 26 letters and digits, unique in the whole deployment: public operations find their pool by it. */
  readonly id: string;
  readonly version: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly name: string;
  /** Sealed under `client-secret`, bound to the client id. Several can be valid at once (rotation). */
  readonly sealedSecrets: readonly SealedClientSecret[];
  readonly settings: ClientSettings;
}

export interface SealedClientSecret {
  readonly id: string;
  readonly sealed: string;
  readonly createdAt: number;
}

/** What UpdateUserPoolClient replaces as a whole. Validities are kept in the unit that the owner chose. */
export interface ClientSettings {
  refreshTokenValidity: number;
  accessTokenValidity?: number;
  idTokenValidity?: number;
  tokenValidityUnits?: { accessToken?: TimeUnit; idToken?: TimeUnit; refreshToken?: TimeUnit };
  /** Undefined: every readable (writable) attribute of the pool. */
  readAttributes?: string[];
  writeAttributes?: string[];
  explicitAuthFlows?: string[];
  supportedIdentityProviders?: string[];
  callbackUrls?: string[];
  logoutUrls?: string[];
  defaultRedirectUri?: string;
  allowedOAuthFlows?: string[];
  allowedOAuthScopes?: string[];
  allowedOAuthFlowsUserPoolClient: boolean;
  /** Kept as given; the wire's own names. */
  analyticsConfiguration?: Readonly<Record<string, unknown>>;
  preventUserExistenceErrors?: 'LEGACY' | 'ENABLED';
  enableTokenRevocation: boolean;
  enablePropagateAdditionalUserContextData: boolean;
  /** Minutes that a challenge session lives. */
  authSessionValidity: number;
  refreshTokenRotation?: { feature: 'ENABLED' | 'DISABLED'; retryGracePeriodSeconds?: number };
}
