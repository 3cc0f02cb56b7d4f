/** What a managed login branding style is. One app client has at most one. */
export interface ManagedLoginBranding {
  /** Random UUID. */
  readonly id: string;
  readonly poolId: string;
  readonly clientId: string;
  readonly useCognitoProvidedValues: boolean;
  /** As the owner gave it. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly assets: readonly BrandingAsset[];
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}

export interface BrandingAsset {
  readonly category: string;
  readonly colorMode: string;
  readonly extension: string;
  /** Base64. */
  readonly data?: string;
  readonly resourceId?: string;
}
