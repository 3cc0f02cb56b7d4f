/** Why a signature does not hold. Each service has its own words around it; these are those of AWS's JSON services. */

export type SignatureFault =
  | 'ExpiredTokenException'
  | 'IncompleteSignatureException'
  | 'InvalidSignatureException'
  | 'MissingAuthenticationTokenException'
  | 'UnrecognizedClientException';

export class SignatureRefused extends Error {
  readonly code: SignatureFault;

  constructor(code: SignatureFault, message: string) {
    super(message);
    this.name = code;
    this.code = code;
  }
}
