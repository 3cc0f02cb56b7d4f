/** What the look of the classic hosted UI is made of. */
export interface UiCustomization {
  readonly poolId: string;
  /** An app client's id, or `ALL` for those that have none of their own. */
  readonly clientId: string;
  readonly css?: string;
  /** Names the state of the CSS: changes with every change of it. */
  readonly cssVersion?: string;
  readonly image?: Logo;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}

export interface Logo {
  readonly type: 'image/png' | 'image/jpeg';
  /** Base64. */
  readonly data: string;
}

export const ALL_CLIENTS = 'ALL';
