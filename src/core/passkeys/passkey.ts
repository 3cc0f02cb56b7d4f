/** What a passkey is: the public key of a WebAuthn credential that signs in as one user. */
export interface Passkey {
  readonly poolId: string;
  /** The credential id, base64url; unique in its pool. */
  readonly id: string;
  readonly sub: string;
  /** COSE key (RFC 9052 section 7), base64url. */
  readonly publicKey: string;
  /** The authenticator's signature counter; stays 0 where a passkey has none, as those that are synced. */
  readonly counter: number;
  /** As the browser names them: `internal`, `hybrid`, `usb` … */
  readonly transports: readonly string[];
  readonly attachment?: 'cross-platform' | 'platform';
  /** FriendlyCredentialName. */
  readonly name: string;
  readonly relyingPartyId: string;
  readonly createdAt: number;
  /** Rises by one with every stored change; guards updates. */
  readonly version: number;
}

/** A user has no more of them (API reference, ListWebAuthnCredentials: a page of at most 20). */
export const MAX_PASSKEYS = 20;
