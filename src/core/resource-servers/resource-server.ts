/** What an OAuth resource server of a pool is. */
export interface ResourceServer {
  readonly poolId: string;
  readonly identifier: string;
  readonly name: string;
  readonly scopes: readonly ResourceScope[];
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}

export interface ResourceScope {
  readonly name: string;
  readonly description: string;
}
