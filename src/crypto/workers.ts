/**
 * Threads for arithmetic that would hold up the event loop. They start with the first jobs, in some 50 ms, and end after
 * a minute without any: a thread costs 15 to 30 MB that an idle server need not hold. The queue before them is bounded:
 * a flood is refused instead of filling the memory.
 */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type CryptoJob, portable } from './srp-jobs.ts';

export interface CryptoWorkers {
  /** Rejects with `busy()` when the queue is full. */
  run(job: CryptoJob): Promise<Uint8Array | undefined>;
  /** Nothing runs or waits: room for work ahead of need. */
  readonly idle: boolean;
  /** Jobs that wait for a thread. */
  readonly queued: number;
  close(): Promise<void>;
}

export interface CryptoWorkersOptions {
  readonly maxQueued?: number;
  /** How long a thread waits for its next job before it ends. */
  readonly idleMs?: number;
  /** The error that a refused job rejects with. */
  readonly busy?: () => Error;
}

interface Pending {
  readonly job: CryptoJob;
  readonly resolve: (result: Uint8Array | undefined) => void;
  readonly reject: (error: Error) => void;
}

interface Answer {
  readonly id: number;
  readonly result?: Uint8Array;
  readonly error?: string;
}

interface Thread {
  readonly worker: Worker;
  readonly running: Map<number, Pending>;
  readonly idleTimer: NodeJS.Timeout;
}

/** The second job of a thread waits at its door, so that it does not idle while the event loop is elsewhere. */
const JOBS_A_THREAD = 2;
/** About a second of work. */
const DEFAULT_MAX_QUEUED = 1_000;
const DEFAULT_IDLE_MS = 60_000;
const LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4, stackSizeMb: 2 };
/** The published package holds JavaScript; the source tree runs as TypeScript. */
const ENTRY = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);

export class WorkersBusy extends Error {}

export function createCryptoWorkers(size = availableParallelism(), options: CryptoWorkersOptions = {}): CryptoWorkers {
  const { maxQueued = DEFAULT_MAX_QUEUED, idleMs = DEFAULT_IDLE_MS } = options;
  const { busy = () => new WorkersBusy('Too many requests.') } = options;
  const threads = new Set<Thread>();
  const queue: Pending[] = [];
  let lastId = 0;
  let closed = false;

  const start = (): Thread => {
    const worker = new Worker(ENTRY, { resourceLimits: LIMITS });
    const idleTimer = setTimeout(() => endIfIdle(thread), idleMs).unref();
    const thread: Thread = { worker, running: new Map(), idleTimer };
    worker.unref();
    worker.on('message', (answer: Answer) => settle(thread, answer));
    worker.on('error', (error: Error) => drop(thread, error));
    worker.on('exit', () => drop(thread, new Error('A crypto thread ended.')));
    threads.add(thread);
    return thread;
  };

  const endIfIdle = (thread: Thread): void => {
    if (thread.running.size > 0) return void thread.idleTimer.refresh();
    drop(thread, new Error('A crypto thread ended.'));
    void thread.worker.terminate();
  };

  const drop = (thread: Thread, error: Error): void => {
    if (!threads.delete(thread)) return;
    clearTimeout(thread.idleTimer);
    for (const pending of thread.running.values()) pending.reject(error);
    pump();
  };

  const settle = (thread: Thread, { id, result, error }: Answer): void => {
    const pending = thread.running.get(id);
    thread.running.delete(id);
    thread.idleTimer.refresh();
    if (thread.running.size === 0) thread.worker.unref();
    pump();
    if (error === undefined) pending?.resolve(result);
    else pending?.reject(new Error(`A crypto job failed: ${error}`));
  };

  /** The least busy thread with room; a new one while there may be more and all have work. */
  const roomiest = (): Thread | undefined => {
    const [best] = [...threads].sort((one, other) => one.running.size - other.running.size);
    if (best?.running.size === 0) return best;
    if (threads.size < size) return start();
    return best && best.running.size < JOBS_A_THREAD ? best : undefined;
  };

  const pump = (): void => {
    while (queue.length > 0 && !closed) {
      const thread = roomiest();
      const pending = thread && queue.shift();
      if (!thread || !pending) return;
      const id = ++lastId;
      thread.running.set(id, pending);
      thread.worker.ref(); // Keeps the process alive for as long as somebody waits.
      thread.worker.postMessage({ id, job: portable(pending.job) });
    }
  };

  return {
    run(job) {
      if (closed) return Promise.reject(new Error('The crypto threads are closed.'));
      if (queue.length >= maxQueued) return Promise.reject(busy());
      return new Promise((resolve, reject) => {
        queue.push({ job, resolve, reject });
        pump();
      });
    },
    get idle() {
      return queue.length === 0 && [...threads].every((thread) => thread.running.size === 0);
    },
    get queued() {
      return queue.length;
    },
    async close() {
      closed = true;
      for (const pending of queue.splice(0)) pending.reject(new Error('The crypto threads are closed.'));
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}
