/**
 * bcrypt, for passwords of imported users: on a thread of its own, since Node has none and one check takes a quarter of
 * a second. The thread starts with the first check and ends after a quiet minute.
 */
import { Worker } from 'node:worker_threads';
import { ServiceError } from '../core/errors.ts';
import type { BcryptCheck } from '../crypto/password-hash.ts';

const ENTRY = new URL('./bcrypt-worker.js', import.meta.url);
const IDLE_MS = 60_000;
/** More would wait for minutes. */
const MOST_WAITING = 100;

interface Waiting {
  resolve(right: boolean): void;
  reject(error: Error): void;
}

interface Answer {
  readonly id: number;
  readonly right: boolean;
}

/** Rejects with TooManyRequestsException when too many checks wait. */
export const createBcrypt = (): BcryptCheck => {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;

  const drop = (gone: Worker, error: Error): void => {
    if (worker !== gone) return;
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  const start = (): Worker => {
    const started = new Worker(ENTRY, { execArgv: [], name: 'bcrypt' });
    started.on('message', ({ id, right }: Answer) => {
      waiting.get(id)?.resolve(right);
      waiting.delete(id);
      if (waiting.size === 0) started.unref();
    });
    started.on('error', (error: Error) => drop(started, error));
    started.on('exit', () => drop(started, new Error('The bcrypt thread ended.')));
    return started;
  };

  const endIfIdle = (): void => {
    if (waiting.size > 0) return void idle?.refresh();
    void worker?.terminate();
    worker = undefined;
  };

  return (hash, password) => {
    if (waiting.size >= MOST_WAITING) {
      return Promise.reject(new ServiceError('TooManyRequestsException', 'Too many requests'));
    }
    worker ??= start();
    worker.ref();
    clearTimeout(idle);
    idle = setTimeout(endIfIdle, IDLE_MS).unref();
    lastId += 1;
    const id = lastId;
    const answer = new Promise<boolean>((resolve, reject) => waiting.set(id, { resolve, reject }));
    worker.postMessage({ id, hash, password });
    return answer;
  };
};
