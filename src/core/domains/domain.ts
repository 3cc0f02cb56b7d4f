/** What a domain of a pool is: a prefix under the service's own domain, or a domain of the owner's. */
export interface Domain {
  /** Prefixes are unique in their region, custom domains in the whole deployment (`*`). */
  readonly scope: string;
  readonly name: string;
  readonly poolId: string;
  readonly account: string;
  /** Who has a certificate has a custom domain. */
  readonly certificateArn?: string;
  readonly securityPolicy?: string;
  /** 1: classic hosted UI; 2: managed login. */
  readonly managedLoginVersion: number;
  /** Kept as given; the wire's own names. */
  readonly routing?: Readonly<Record<string, unknown>>;
  /** Host name of the distribution in front of the domain, made once. */
  readonly distribution: string;
  readonly createdAt: number;
  readonly version: number;
}

export const EVERYWHERE = '*';
