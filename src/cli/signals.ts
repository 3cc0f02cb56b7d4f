/** SIGTERM and SIGINT: drain and exit 0; a second one exits at once. */

const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

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
          process.exit(70);
        },
      );
    });
  }
};
