/** Credentials that another security token service gives: a real AWS account's, or that of an S3-compatible store. */

export interface ForeignSts {
  /** Where an identity pool's credentials come from, by the operator's word; undefined: from here. */
  endpointOf(identityPoolId: string): string | undefined;
  /** AssumeRoleWithWebIdentity there. Rejects with `ForeignStsFailed`. */
  assume(endpoint: string, request: ForeignAssumption): Promise<ForeignCredentials>;
}

export interface ForeignAssumption {
  readonly roleArn: string;
  readonly sessionName: string;
  /** An OpenID token of this deployment's identity issuer. */
  readonly token: string;
  readonly durationSeconds: number;
  /** Cuts the role down: a JSON document, and AWS's managed policies where AWS is asked. */
  readonly policy?: string | undefined;
  readonly policyArns?: readonly string[] | undefined;
}

export interface ForeignCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** `refused`: it said no, and `code` says how. `unavailable`: it did not answer, or not as it must. */
export class ForeignStsFailed extends Error {
  readonly kind: 'refused' | 'unavailable';
  readonly code: string | undefined;

  constructor(kind: ForeignStsFailed['kind'], code?: string, options?: ErrorOptions) {
    super(`foreign STS: ${kind}${code === undefined ? '' : ` (${code})`}`, options);
    this.name = 'ForeignStsFailed';
    this.kind = kind;
    this.code = code;
  }
}
