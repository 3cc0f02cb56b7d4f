/** `npm run example:wild-rydes`: starts everything, says where it is, and stops it all with Ctrl-C. */
import { relative } from 'node:path';
import { startWildRydes } from './start.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const starting = startWildRydes(undefined, (step) => say(`  ${step} …`));

let stopping = false;
const stop = (): void => {
  if (stopping) return;
  stopping = true;
  say('\n  Closing …');
  starting.then((rydes) => rydes.stop()).then(() => process.exit(0), fail);
};
process.on('SIGINT', stop).on('SIGTERM', stop);

try {
  const rydes = await starting;
  const { app, mailbox, api } = rydes.addresses;
  say('\n  Wild Rydes is open.\n');
  say(`  the app      ${app}`);
  say(`  the mailbox  ${mailbox}  (codes arrive here)`);
  say(`  the API      ${api}/ride`);
  say(`  the log      ${relative(process.cwd(), rydes.log)}`);
  say('\n  Ctrl-C closes it; riders, rides and photos stay for the next time.\n');
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
