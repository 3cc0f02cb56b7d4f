/** A recorded call of a function. */
import type { FunctionFailure, Sealer } from '../ports.ts';

export interface Invocation {
  /** Sorts by time. */
  readonly id: string;
  readonly poolId: string;
  readonly functionArn: string;
  /** As LambdaConfig names it: `PreSignUp`. */
  readonly trigger: string;
  /** As the event names it: `PreSignUp_SignUp`. */
  readonly source: string;
  readonly outcome: 'answered' | FunctionFailure;
  readonly startedAt: number;
  readonly durationMs: number;
  /** Seals `InvocationContent`. */
  readonly sealedContent: string;
  readonly expiresAt: number;
}

export interface InvocationContent {
  readonly event: object;
  readonly answer?: unknown;
  readonly errorType?: string;
  readonly errorMessage?: string;
}

export const sealContent = (sealer: Sealer, id: string, content: InvocationContent): string =>
  sealer.seal('invocation', JSON.stringify(content), id);

/** Throws `SealBroken` when the row was tampered with. */
export const openContent = (
  sealer: Sealer,
  { id, sealedContent }: Pick<Invocation, 'id' | 'sealedContent'>,
): InvocationContent =>
  JSON.parse(Buffer.from(sealer.open('invocation', sealedContent, id)).toString('utf8')) as InvocationContent;
