/** What the server and a function's process say to each other. */

export interface Start {
  readonly type: 'start';
  /** URL of the module. */
  readonly url: string;
  /** Names from the module's namespace down to the handler. */
  readonly exportPath: readonly string[];
  /** As the operator wrote it, for messages. */
  readonly handler: string;
}

export interface Call {
  readonly type: 'call';
  readonly id: number;
  readonly event: object;
  /** What the context object says beside its functions. */
  readonly context: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds. */
  readonly deadline: number;
}

/** As Lambda's runtime reports it. */
export interface ReportedError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

export type Order = Start | Call;

export type Report =
  /** The module does not start, or an error was left that belongs to no call: the process is of no more use. */
  | { readonly type: 'broken'; readonly error: ReportedError }
  /** `answer` is JSON. */
  | { readonly type: 'answer'; readonly id: number; readonly answer: string }
  | { readonly type: 'failed'; readonly id: number; readonly error: ReportedError };
