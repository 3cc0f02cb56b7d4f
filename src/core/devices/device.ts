/** What a device is: something that a user signs in on, in pools that keep track of them. */

export type RememberedStatus = 'remembered' | 'not_remembered';

export interface Device {
  readonly poolId: string;
  readonly sub: string;
  /** `{region}_{UUID}`; given out by a sign-in, the row's key beside pool and sub. */
  readonly key: string;
  /** What the client calls it. */
  readonly name?: string;
  readonly status: RememberedStatus;
  /** SRP salt and verifier of the device's own password, sealed under `device`. Without them it can prove nothing. */
  readonly sealedVerifier?: string;
  readonly lastIp?: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly lastAuthenticatedAt: number;
}
