/** What a terms document of an app client is: links to it, by language. */
export interface Terms {
  /** Random UUID. */
  readonly id: string;
  readonly poolId: string;
  readonly clientId: string;
  readonly name: string;
  readonly source: string;
  readonly enforcement: string;
  /** `cognito:default`, `cognito:french` … to URL. */
  readonly links: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}
