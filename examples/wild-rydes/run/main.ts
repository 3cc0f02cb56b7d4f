/** `npm run example:wild-rydes`: starts everything, says where it is, and stops it all with Ctrl-C. */
import { startWildRydes } from './start.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const rydes = await startWildRydes(undefined, (step) => say(`  ${step} …`));
  const { app, mailbox, api } = rydes.addresses;
  say('\n  Wild Rydes is open.\n');
  say(`  the app      ${app}`);
  say(`  the mailbox  ${mailbox}  (codes arrive here)`);
  say(`  the API      ${api}/ride`);
  say('\n  Ctrl-C closes it; riders, rides and photos stay for the next time.\n');
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    say('\n  Closing …');
    rydes.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
