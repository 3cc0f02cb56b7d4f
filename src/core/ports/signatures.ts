/** The arithmetic of AWS's signatures, version 4: the SDK's own code does it (adapters/signatures.ts). */

export interface SignatureScope {
  /** `YYYYMMDD` */
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
}

/** What is under a signature. */
export interface Signable {
  readonly method: string;
  /** As on the wire, without the query. */
  readonly path: string;
  /** Decoded, without `X-Amz-Signature`. */
  readonly query: Readonly<Record<string, string | string[]>>;
  /** The signed ones alone, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the body in hex, or the word that stands in its place (`UNSIGNED-PAYLOAD` …). */
  readonly payloadHash: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly longDate: string;
}

export interface Signatures {
  /** Hex. S3 takes a path as it is; with all other services it is normalised and encoded once more. */
  signatureOf(request: Signable, scope: SignatureScope, secret: string): Promise<string>;
  /** The key that a day's signatures are made with, for what is signed after the request's head (S3's chunks). */
  signingKey(scope: SignatureScope, secret: string): Promise<Uint8Array>;
}
