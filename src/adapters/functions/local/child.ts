/**
 * The process of a function: loads its module and runs its handler as Lambda's Node.js runtime does. It knows nothing of
 * the server but the IPC channel, and imports nothing of ours at run time, so that the function may read no more.
 */
import type { Call, Order, Report, ReportedError, Start } from './protocol.ts';

type Handler = (event: unknown, context: object, callback: Callback) => unknown;
type Callback = (error?: unknown, answer?: unknown) => void;

interface Running {
  readonly id: number;
  readonly context: { callbackWaitsForEmptyEventLoop: boolean };
  /** Set once the callback was called: the answer goes when the event loop is empty. */
  answer?: { readonly value: unknown };
}

/** Lambda's limit for answers, bytes. */
const MAX_ANSWER = 6 * 1024 * 1024 + 100;

const { channel } = process;
const send = process.send?.bind(process) as (report: Report, done?: () => void) => void;
const running = new Map<number, Running>();
let handler: Handler | undefined;

/** While calls run, the channel alone does not keep the event loop going: `beforeExit` then tells that it is empty. */
const balance = (): void => {
  if (running.size > 0) channel?.unref();
  else channel?.ref();
};

const finish = (call: Running, report: Report): void => {
  if (!running.delete(call.id)) return;
  balance();
  send(report);
};

const succeed = (call: Running, value: unknown): void => finish(call, reportOf(call.id, value));
const fail = (call: Running, error: unknown): void =>
  finish(call, { type: 'failed', id: call.id, error: describe(error) });

const reportOf = (id: number, value: unknown): Report => {
  try {
    const answer = JSON.stringify(value) ?? 'null';
    if (Buffer.byteLength(answer) <= MAX_ANSWER) return { type: 'answer', id, answer };
    const size = `Response payload size exceeded maximum allowed payload size (${MAX_ANSWER} bytes).`;
    return { type: 'failed', id, error: named('Function.ResponseSizeTooLarge', size) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { type: 'failed', id, error: named('Runtime.MarshalError', `Unable to stringify response body: ${why}`) };
  }
};

const named = (errorType: string, errorMessage: string): ReportedError => ({ errorType, errorMessage, trace: [] });

/** What was thrown may be anything, a trap included. */
const describe = (error: unknown): ReportedError => {
  try {
    if (error instanceof Error || Object.prototype.toString.call(error) === '[object Error]') {
      const { name, message, stack = '' } = error as Error;
      return {
        errorType: String(name),
        errorMessage: String(message),
        trace: [...stack.split('\n'), ...permissionHint(error as Error)],
      };
    }
    return named(typeof error, String(error));
  } catch {
    return named('handled', 'callback called with Error argument, but there was a problem while retrieving it');
  }
};

/** Node's message does not say what was asked for. */
const permissionHint = (error: object): string[] => {
  const { code, permission, resource } = error as { code?: unknown; permission?: unknown; resource?: unknown };
  if (code !== 'ERR_ACCESS_DENIED') return [];
  return [`(${permission} ${resource}: name it under read, write or allow in the function's configuration)`];
};

const contextOf = (call: Call, state: { current?: Running }) => {
  const end = (act: (running: Running) => void): void => {
    if (state.current) act(state.current);
  };
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    ...call.context,
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    getRemainingTimeInMillis: () => Math.max(0, call.deadline - Date.now()),
    succeed: (answer?: unknown) => end((each) => succeed(each, answer)),
    fail: (error?: unknown) => end((each) => fail(each, error)),
    done: (error?: unknown, answer?: unknown) => (error ? context.fail(error) : context.succeed(answer)),
  };
  return context;
};

const callbackOf =
  (call: Running): Callback =>
  (error, answer) => {
    if (error !== undefined && error !== null) return fail(call, error);
    if (!call.context.callbackWaitsForEmptyEventLoop) return succeed(call, answer);
    call.answer ??= { value: answer };
  };

const run = (order: Call): void => {
  const state: { current?: Running } = {};
  const context = contextOf(order, state);
  const call: Running = { id: order.id, context };
  state.current = call;
  running.set(call.id, call);
  balance();
  try {
    const returned = handler?.(order.event, context, callbackOf(call));
    if (isThenable(returned)) {
      returned.then(
        (answer) => succeed(call, answer),
        (error) => fail(call, error),
      );
    }
  } catch (error) {
    fail(call, error);
  }
};

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

const start = async ({ url, exportPath, handler: name }: Start): Promise<void> => {
  try {
    const namespace = (await import(url)) as Record<string, unknown>;
    handler = find(namespace, exportPath) ?? find(namespace['default'], exportPath);
    if (!handler) die(named('Runtime.HandlerNotFound', `${name} is undefined or not exported`));
  } catch (error) {
    die(importError(error));
  }
};

const find = (from: unknown, names: readonly string[]): Handler | undefined => {
  let found = from;
  for (const name of names) found = (found as Record<string, unknown> | undefined | null)?.[name];
  return typeof found === 'function' ? (found as Handler) : undefined;
};

const importError = (error: unknown): ReportedError => {
  const { errorType, errorMessage, trace } = describe(error);
  if (errorType === 'SyntaxError') return { errorType: 'Runtime.UserCodeSyntaxError', errorMessage, trace };
  const { code } = (error ?? {}) as { code?: unknown };
  const missing = code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';
  return missing ? { errorType: 'Runtime.ImportModuleError', errorMessage, trace } : { errorType, errorMessage, trace };
};

/** Nobody knows which call it belongs to, nor what state is left: all fail and the process ends. */
const die = (error: ReportedError): void => send({ type: 'broken', error }, () => process.exit(1));

/** Calls that come while the module loads wait for it. */
let starting: Promise<void> = Promise.resolve();

process.on('message', (order: Order) => {
  if (order.type === 'start') starting = start(order);
  else if (handler) run(order);
  else void starting.then(() => handler && run(order));
});
process.on('beforeExit', () => {
  for (const call of [...running.values()]) succeed(call, call.answer?.value);
});
process.on('uncaughtException', (error) => die(describe(error)));
process.on('unhandledRejection', (reason) => {
  const { errorType, errorMessage, trace } = describe(reason);
  die({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: `${errorType}: ${errorMessage}`, trace });
});
process.on('disconnect', () => process.exit(0));
// A terminal's Ctrl-C and a service manager reach every process; the server decides when functions end.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
// The channel is the runtime's, not the function's.
Reflect.deleteProperty(process, 'send');
