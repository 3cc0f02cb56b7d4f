/** One process of a function. It ends with the first call that it does not survive; a new one takes the next. */
import { fork } from 'node:child_process';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { FunctionFailed } from '../../../core/ports.ts';
import { residentBytes } from './memory.ts';
import { eachLine } from './output.ts';
import type { Order, Report, ReportedError, Start } from './protocol.ts';

/** The published package holds JavaScript; the source tree runs as TypeScript. */
export const ENTRY = fileURLToPath(new URL(`./child${extname(import.meta.url)}`, import.meta.url));

export interface InstanceOptions {
  readonly start: Omit<Start, 'type'>;
  readonly environment: Record<string, string>;
  readonly flags: readonly string[];
  readonly folder: string;
  readonly memoryBytes: number;
  print(line: string, stream: 'stdout' | 'stderr'): void;
  /** The process has ended, for whatever reason. */
  onEnd(instance: Instance, why: string): void;
  /** A call has ended: there is room. */
  onRoom(instance: Instance): void;
}

export interface Instance {
  readonly running: number;
  /** Calls may be given to it; they wait for its start. */
  readonly open: boolean;
  call(call: { event: object; context: object; deadline: number }): Promise<unknown>;
  /** Ends once its calls have ended. */
  retire(): void;
  kill(why: string): void;
  readonly ended: Promise<void>;
}

interface Pending {
  resolve(answer: unknown): void;
  reject(error: FunctionFailed): void;
}

const MEMORY_LOOK_MS = 100;

export const startInstance = (options: InstanceOptions): Instance => {
  const pending = new Map<number, Pending>();
  const process_ = fork(ENTRY, [], {
    env: options.environment,
    execArgv: ['--disable-warning=ExperimentalWarning', ...options.flags],
    cwd: options.folder,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let lastId = 0;
  let open = true;
  let killed: string | undefined;
  let stopLooking: (() => void) | undefined;

  const order = (each: Order): void => void process_.send(each, () => undefined);

  const settle = (id: number, act: (call: Pending) => void): void => {
    const call = pending.get(id);
    if (call === undefined || !pending.delete(id)) return;
    if (pending.size === 0) rest();
    act(call);
    options.onRoom(instance);
  };

  const failAll = (failure: FunctionFailed): void => {
    open = false;
    for (const call of pending.values()) call.reject(failure);
    pending.clear();
  };

  const print = ({ errorType, errorMessage, trace }: ReportedError): void =>
    options.print(trace.length > 0 ? trace.join('\n') : `${errorType}: ${errorMessage}`, 'stderr');

  const hear = (report: Report): void => {
    switch (report.type) {
      case 'broken':
        print(report.error);
        failAll(reported(report.error));
        kill(report.error.errorType);
        break;
      case 'answer': {
        const answer: unknown = JSON.parse(report.answer);
        settle(report.id, (call) => call.resolve(answer));
        break;
      }
      case 'failed':
        print(report.error);
        settle(report.id, (call) => call.reject(reported(report.error)));
        break;
    }
  };

  /** The function shares the process with the runtime: it may say anything on the channel, which must not hurt us. */
  const listenTo = (report: Report): void => {
    try {
      hear(report);
    } catch {
      failAll(new FunctionFailed('invalid-answer'));
      kill('it spoke out of turn');
    }
  };

  const kill = (why: string): void => {
    open = false;
    killed ??= why;
    process_.ref(); // Its end is awaited.
    process_.kill('SIGKILL');
  };

  /** The event loop of the server does not wait for a function that nobody has called. */
  const rest = (): void => {
    stopLooking?.();
    stopLooking = undefined;
    process_.unref();
    process_.channel?.unref();
    if (!open) kill('retired');
  };

  const work = (): void => {
    process_.ref();
    process_.channel?.ref();
    stopLooking ??= watchMemory(process_.pid, options.memoryBytes, () => kill('out of memory'));
  };

  const ended = new Promise<void>((resolve) => {
    const end = (why: string): void => {
      stopLooking?.();
      failAll(exitError(why));
      options.onEnd(instance, killed ?? why);
      resolve();
    };
    process_.once('exit', (code, signal) => end(signal === null ? `exit status ${code}` : `signal: ${signal}`));
    process_.once('error', (error) => process_.pid === undefined && end(error.message));
  });

  const instance: Instance = {
    get running() {
      return pending.size;
    },
    get open() {
      return open;
    },
    call: (call) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        pending.set(lastId, { resolve, reject });
        work();
        order({ type: 'call', id: lastId, ...call, context: { ...call.context } });
      }),
    retire: () => {
      open = false;
      if (pending.size === 0) kill('retired');
    },
    kill,
    ended,
  };

  for (const name of ['stdout', 'stderr'] as const) listen(process_[name], (line) => options.print(line, name));
  process_.on('message', (report) => listenTo(report as Report));
  order({ type: 'start', ...options.start });
  rest();
  return instance;
};

const listen = (stream: Readable | null, write: (line: string) => void): void => {
  if (stream === null) return;
  eachLine(stream, write);
  (stream as Readable & { unref?: () => void }).unref?.();
};

const reported = ({ errorType, errorMessage }: ReportedError): FunctionFailed =>
  new FunctionFailed('error', { errorType, errorMessage });

/** As Lambda words it. */
const exitError = (why: string): FunctionFailed =>
  new FunctionFailed('error', {
    errorType: 'Runtime.ExitError',
    errorMessage: `Error: Runtime exited with error: ${why.replace('SIGKILL', 'killed').replace('SIGABRT', 'aborted')}`,
  });

const watchMemory = (pid: number | undefined, limit: number, exceeded: () => void): (() => void) => {
  const look = async (): Promise<void> => {
    const used = pid === undefined ? undefined : await residentBytes(pid);
    if (used !== undefined && used > limit) exceeded();
  };
  const timer = setInterval(() => void look(), MEMORY_LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
};
