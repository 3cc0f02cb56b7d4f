/** Who calls: what the dispatcher asks of this folder. */
import type { SignedCaller, TokenCaller } from '../operation.ts';

export interface Callers {
  /**
   * Verifies SigV4 in a request's header or query form over exactly the bytes that were received.
   * @throws AwsError with AWS's own code for a missing, unknown, expired or wrong signature
   */
  signed(request: Request, body: Uint8Array, service: string): Promise<SignedCaller>;
  /**
   * Verifies an AccessToken member: signature, expiry, use, issuer, scope and revocation.
   * @throws ServiceError NotAuthorizedException with Cognito's message for what is wrong
   */
  token(accessToken: string): Promise<TokenCaller>;
}
