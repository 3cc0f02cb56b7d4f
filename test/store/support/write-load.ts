/**
 * A process that commits numbered users as fast as the store takes them, and prints the number of each commit that was
 * answered. Arguments: engine, path or URL. Runs until it is killed.
 */
import { writeSync } from 'node:fs';
import { numberedBatch } from './numbered.ts';
import { type EngineName, openAt } from './open.ts';

const [engine, at] = process.argv.slice(2) as [EngineName, string];
const store = await openAt(engine, at);
let next = 0;

const lane = async () => {
  for (;;) {
    next += 1;
    const number = next;
    await store.commit(numberedBatch(store, number));
    // Straight to the pipe: what was answered must not sit in a buffer when the process is killed.
    writeSync(1, `${number}\n`);
  }
};

await Promise.all(Array.from({ length: 16 }, lane));
