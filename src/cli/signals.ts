/** How a running server ends: drained by a signal, or at once by a defect that nobody caught. */
import type { Log } from '../core/ports.ts';
import { EXIT } from './failures.ts';

const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

/** SIGTERM and SIGINT: drain and exit 0; a second one exits at once. */
export const stopOnSignals = (stop: () => Promise<void>): void => {
  let stopping = false;
  for (const [signal, number] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (stopping) process.exit(128 + number);
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`Stopping failed: ${error instanceof Error ? error.message : String(error)}\n`);
          process.exit(EXIT.software);
        },
      );
    });
  }
};

/** Through the log, which masks: Node's own report would print whatever hangs on the error. */
export const endOnDefects = (log: Log): void => {
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'a defect ended the server');
    process.exit(EXIT.software);
  });
};
