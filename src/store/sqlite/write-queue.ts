/** The main thread's end of the writer thread: one promise a commit. */
import { Worker } from 'node:worker_threads';
import { type Guard, GuardFailed } from '../../core/ports.ts';
import { type Step, StoreUnavailable } from '../engine.ts';
import { type Outcome, pragmas, type WriterData, type WriterReply, type WriterRequest } from './protocol.ts';

interface Waiting {
  resolve(hits: number[]): void;
  reject(error: Error): void;
}

export interface WriteQueue {
  readonly ready: Promise<void>;
  commit(steps: readonly Step[]): Promise<number[]>;
  /** Throws when the writer is gone. */
  check(): void;
  close(): Promise<void>;
}

const writerModule = new URL('./writer.js', import.meta.url);

export const startWriter = (path: string): WriteQueue => {
  const workerData: WriterData = { path, pragmas };
  const worker = new Worker(writerModule, { workerData, execArgv: [], name: 'sqlite-writer' });
  const waiting = new Map<number, Waiting>();
  const ready = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  let failure: StoreUnavailable | undefined;
  let lastId = 0;

  const settle = (outcome: Outcome) => {
    const { resolve, reject } = waiting.get(outcome.id)!;
    waiting.delete(outcome.id);
    if ('hits' in outcome) resolve([...outcome.hits]);
    else if ('guard' in outcome) reject(new GuardFailed(outcome.guard as Guard));
    else reject(new Error(`SQLite refused a commit: ${outcome.error}`));
  };

  const fail = (error: StoreUnavailable) => {
    failure ??= error;
    ready.reject(failure);
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
    closed.resolve();
  };

  worker.on('message', (reply: WriterReply) => {
    if (reply.kind === 'ready') ready.resolve();
    else if (reply.kind === 'closed') closed.resolve();
    else reply.outcomes.forEach(settle);
  });
  worker.on('error', (cause) =>
    fail(new StoreUnavailable(`The SQLite writer thread died: ${String(cause)}`, { cause })),
  );
  worker.on('exit', () => fail(new StoreUnavailable('The SQLite store is closed')));
  ready.promise.catch(() => {});

  const send = (request: WriterRequest) => worker.postMessage(request);

  return {
    ready: ready.promise,
    check: () => {
      if (failure !== undefined) throw failure;
    },
    commit: (steps) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        send({ kind: 'commit', id: lastId, steps: steps.map(toMessage) });
      }),
    close: async () => {
      if (failure === undefined) send({ kind: 'close' });
      failure ??= new StoreUnavailable('The SQLite store is closed');
      await closed.promise;
      await worker.terminate();
    },
  };
};

const toMessage = ({ template, parameters, guard }: Step) => ({ sql: template.sql, parameters, guard });
