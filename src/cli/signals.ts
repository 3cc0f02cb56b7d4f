/** How a running server ends: drained by a signal, or at once by a defect that nobody caught. */
import type { Log } from '../core/ports.ts';
import { EXIT } from './failures.ts';

const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

/** SIGTERM and SIGINT: drain and exit 0; a second one exits at once. */
export const stopOnSignals = (stop: () => Promise<void>): void => {
  let stopping = false;
  const drain = () => {
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Stopping failed: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(EXIT.software);
      },
    );
  };
  for (const [signal, number] of Object.entries(SIGNALS)) {
    process.on(signal, () => (stopping ? process.exit(128 + number) : drain()));
  }
  if (process.env['npm_lifecycle_event']) onOrphaned(() => stopping || drain());
};

/** A signal to `npm start` ends npm and its shell, and not every shell passes it on: the server ends after them. */
const onOrphaned = (then: () => void): void => {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    then();
  }, 500);
  watch.unref();
};

/** Through the log, which masks: Node's own report would print whatever hangs on the error. */
export const endOnDefects = (log: Log): void => {
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'a defect ended the server');
    process.exit(EXIT.software);
  });
};
