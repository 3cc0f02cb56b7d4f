/** `poolhouse trigger list` and `trigger replay`: recorded calls of functions, and another run of one. */

import { systemClock } from '../adapters/clock.ts';
import { createLog } from '../adapters/log.ts';
import { systemRandom } from '../adapters/random.ts';
import type { Config } from '../config.ts';
import { type Invocation, openContent } from '../core/functions/invocation.ts';
import { FunctionFailed, type Sealer, type Store } from '../core/ports.ts';
import { readKeyring } from '../crypto/keyring-file.ts';
import { createSealer } from '../crypto/seal.ts';
import { assertMasterKeyFits } from '../first-run/check-master-key.ts';
import { masterKeySource } from '../first-run/master-key.ts';
import { openFunctions } from '../functions.ts';
import { CommandFailed, EXIT } from './failures.ts';
import { openStore } from './open-store.ts';

type Say = (line: string) => void;

const LISTED = 50;
/** As at AWS. */
const TIME_LIMIT_MS = 5_000;
const FUNCTION_FAILED = 1;

/** Newest first. Events hold personal data: the list shows none of them. */
export const listInvocations = async (config: Config, poolId: string | undefined, say: Say): Promise<void> => {
  const store = await openStore(config);
  try {
    const found = await store.invocations.list(poolId, LISTED);
    if (found.length === 0) say('No call of a function is recorded (record-invocations: on keeps them).');
    for (const invocation of found) say(lineOf(invocation));
  } finally {
    await store.close();
  }
};

const lineOf = ({ id, startedAt, outcome, durationMs, source, trigger, poolId, functionArn }: Invocation): string =>
  [
    id,
    new Date(startedAt).toISOString(),
    outcome.padEnd(14),
    `${durationMs} ms`.padStart(8),
    source || trigger,
    poolId,
    functionArn,
  ].join('  ');

/** Prints the answer as JSON; a failure of the function ends the command with an error. */
export const replayInvocation = async (config: Config, id: string, say: Say): Promise<void> => {
  const store = await openStore(config);
  try {
    const sealer = createSealer(readKeyring(await masterKeySource(config)));
    await assertMasterKeyFits(store, sealer);
    const invocation = await store.invocations.byId(id);
    if (!invocation)
      throw new CommandFailed(EXIT.usage, `No recorded call has the id ${id}: see \`poolhouse trigger list\`.`);
    const answer = await callAgain(config, { store, sealer }, invocation);
    say(JSON.stringify(answer, null, 2));
  } finally {
    await store.close();
  }
};

const callAgain = async (
  config: Config,
  { store, sealer }: { store: Store; sealer: Sealer },
  invocation: Invocation,
): Promise<unknown> => {
  // The answer stands on standard output alone, so that other programs can read it.
  const log = await createLog({ level: config.logLevel, format: 'json', destination: process.stderr });
  const parts = { store, sealer, log, clock: systemClock, random: systemRandom };
  const { functions, close } = openFunctions({ ...config, recordInvocations: false }, parts, process.env);
  try {
    const { event } = openContent(sealer, invocation);
    const { functionArn: arn, trigger } = invocation;
    return await functions.invoke({ arn, event, trigger, timeoutMs: TIME_LIMIT_MS });
  } catch (error) {
    throw error instanceof FunctionFailed ? new CommandFailed(FUNCTION_FAILED, failureText(error)) : error;
  } finally {
    await close();
  }
};

const failureText = ({ kind, errorType, errorMessage }: FunctionFailed): string =>
  `The function failed (${kind})${[errorType, errorMessage]
    .filter(Boolean)
    .map((each) => `: ${each}`)
    .join('')}`;
