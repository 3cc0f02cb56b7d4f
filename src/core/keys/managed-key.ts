/** A key that Poolhouse manages in the place of AWS KMS; codes for custom senders travel under it. */
export interface ManagedKey {
  readonly arn: string;
  readonly sealedKey: string;
  readonly createdAt: number;
}
