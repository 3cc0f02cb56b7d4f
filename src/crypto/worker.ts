/** The thread's side of workers.ts. */
import { parentPort } from 'node:worker_threads';
import { createPowers } from './power.ts';
import { alone, type CryptoJob, runJob } from './srp-jobs.ts';

const powers = createPowers();
if (powers.way === 'bigint') {
  process.emitWarning('This Node computes SRP powers wrongly or not at all natively: sign-ins use slower arithmetic.');
}

parentPort?.on('message', ({ id, job }: { id: number; job: CryptoJob }) => {
  try {
    const result = runJob(powers, job);
    parentPort?.postMessage({ id, result: result && alone(result) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : 'failed' });
  }
});
