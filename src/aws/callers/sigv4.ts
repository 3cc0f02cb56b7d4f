/** Who signed a request of the AWS APIs. What a signature must hold is core/credentials/signature's. */
import type { Principal } from '../../core/credentials/principal.ts';
import { SignatureRefused } from '../../core/credentials/signature/refused.ts';
import { type SignatureCore, verifySignature } from '../../core/credentials/signature/verify.ts';
import { AwsError } from '../errors.ts';
import type { SignedCaller } from '../operation.ts';

export interface SigV4Options {
  readonly core: SignatureCore;
  /** `dev` only: a long-term key that Poolhouse never issued counts as the operator's, its signature unchecked. */
  readonly anyAccessKey: boolean;
  /** The account that the operator's resources belong to. */
  readonly operatorAccount: string;
}

export const createSigV4Verifier = ({ core, anyAccessKey, operatorAccount }: SigV4Options) => {
  const stranger: Principal | undefined = anyAccessKey ? { kind: 'root', account: operatorAccount } : undefined;
  return async (request: Request, bytes: Uint8Array, service: string): Promise<SignedCaller> => {
    const { pathname, search } = new URL(request.url);
    const header = (name: string) => request.headers.get(name) ?? undefined;
    const received = { method: request.method, target: pathname + search, header };
    try {
      const proved = await verifySignature(core, received, { bytes }, { service, stranger });
      const { principal, accessKeyId, region } = proved;
      return { account: principal.account, region, accessKeyId, principal };
    } catch (error) {
      throw error instanceof SignatureRefused ? new AwsError(error.code, error.message) : error;
    }
  };
};
