/** A place where functions run, as the router sees it. */
import type { FunctionArn } from './arn.ts';

export interface TargetCall {
  readonly function: FunctionArn;
  readonly event: object;
  readonly timeoutMs: number;
  readonly trigger: string;
}

export interface Target {
  /** The function's answer. Rejects with `FunctionFailed`. */
  invoke(call: TargetCall): Promise<unknown>;
  close(): Promise<void>;
}
