// @ts-check
/** The thread's side of bcrypt.ts. JavaScript, so that the thread loads no type stripper. */
import { parentPort } from 'node:worker_threads';
import { compareSync } from 'bcryptjs';

parentPort?.on('message', (/** @type {{ id: number, hash: string, password: string }} */ { id, hash, password }) => {
  parentPort?.postMessage({ id, right: compareSync(password, hash) });
});
