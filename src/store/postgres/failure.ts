/** What an error of PostgreSQL means for a commit: which of them may be tried again, and which leave it open. */
import pg from 'pg';

export type Failure =
  /** The server took the transaction back, and it may be tried again (serialization, deadlock, a place just taken). */
  | 'retry'
  /** The line broke: what was sent may have been carried out or not. */
  | 'lost'
  /** Final: the statement itself was refused. */
  | 'refused';

/** serialization_failure, deadlock_detected; unique_violation: who came first is seen by the guard of the next attempt. */
const retried = new Set(['40001', '40P01', '23505']);
/** admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout; and class 08, connection exceptions. */
const lost = new Set(['57P01', '57P02', '57P03', '57P05']);
const tooManyConnections = '53300';

export const failureOf = (error: unknown): Failure => {
  if (!(error instanceof pg.DatabaseError)) return 'lost';
  const code = error.code ?? '';
  if (retried.has(code)) return 'retry';
  return lost.has(code) || code.startsWith('08') ? 'lost' : 'refused';
};

const networkCodes = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Whether it is worth while to try again: all but what the server refuses for good. */
export const isPassing = (error: unknown): boolean =>
  failureOf(error) !== 'refused' || (error as pg.DatabaseError).code === tooManyConnections;

/** At the first connection, narrower: a wrong address, password or certificate is to be said at once. */
export const isStarting = (error: unknown): boolean => {
  if (error instanceof pg.DatabaseError) return isPassing(error);
  const { code, message } = error as NodeJS.ErrnoException;
  // pg gives its own errors no code: "Connection terminated unexpectedly", "timeout expired" and the like.
  return code === undefined ? /terminated|timeout|connection error/i.test(message) : networkCodes.has(code);
};

/** Waits longer each time, and never as long as the others that failed at the same moment. */
export const backOff = (attempt: number): Promise<void> => {
  const longest = Math.min(1000, 20 * 2 ** attempt);
  const milliseconds = longest / 2 + (Math.random() * longest) / 2;
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
};

/** Tries `work` again while its error passes, for at most `patience` milliseconds. */
export const patiently = async <T>(patience: number, passes: (error: unknown) => boolean, work: () => Promise<T>) => {
  const end = performance.now() + patience;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error) || performance.now() >= end) throw error;
      await backOff(attempt);
    }
  }
};
