/** What a group of users is. */
export interface Group {
  readonly poolId: string;
  readonly name: string;
  readonly description?: string;
  readonly roleArn?: string;
  /** Lower wins; absent counts as highest number. */
  readonly precedence?: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}
