// @ts-check
/**
 * The thread that writes to SQLite. Whatever has queued goes into one transaction and one fsync, with a savepoint a
 * batch, so that a failed guard takes back its own batch only.
 *
 * JavaScript with types in comments, importing nothing but the runtime: a thread that runs TypeScript loads a type
 * stripper of its own, which is 10 MB and 20 ms.
 */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';

/**
 * @import { StatementSync } from 'node:sqlite'
 * @import { MessagePort } from 'node:worker_threads'
 * @import { Batch, Outcome, StepMessage, WriterData, WriterReply, WriterRequest } from './protocol.ts'
 */

class FailedGuard extends Error {}

/** More in one transaction would only make the first of them wait. */
const largestGroup = 200;
const keptStatements = 200;

const port = /** @type {MessagePort} */ (parentPort);
const { path, pragmas } = /** @type {WriterData} */ (workerData);
const database = new DatabaseSync(path);
database.exec(pragmas);

/** @type {Map<string, StatementSync>} */
const statements = new Map();

/** The least recently used one goes first. @param {string} sql */
const statement = (sql) => {
  const known = statements.get(sql) ?? database.prepare(sql);
  statements.delete(sql);
  statements.set(sql, known);
  if (statements.size > keptStatements) statements.delete(/** @type {string} */ (statements.keys().next().value));
  return known;
};

/** @param {StepMessage} step */
const run = (step) => {
  const hits = Number(statement(step.sql).run(...step.parameters).changes);
  if (hits === 0 && step.guard !== undefined) throw new FailedGuard(step.guard);
  return hits;
};

/** @type {(batch: Batch) => Outcome} */
const attempt = (batch) => {
  database.exec('savepoint batch');
  try {
    const hits = batch.steps.map(run);
    database.exec('release batch');
    return { id: batch.id, hits };
  } catch (error) {
    database.exec('rollback to batch');
    database.exec('release batch');
    return refusal(batch, error);
  }
};

/** @type {(batch: Batch, error: unknown) => Outcome} */
const refusal = ({ id }, error) => {
  const { message } = /** @type {Error} */ (error);
  return error instanceof FailedGuard ? { id, guard: message } : { id, error: message };
};

const rollBack = () => {
  if (database.isTransaction) database.exec('rollback');
};

/**
 * A failure that is no batch's own (disk full, file locked) fails them all: nothing of the group was stored.
 * @type {(batches: Batch[]) => Outcome[]}
 */
const commitGroup = (batches) => {
  try {
    database.exec('begin immediate');
    const outcomes = batches.map(attempt);
    database.exec('commit');
    return outcomes;
  } catch (error) {
    rollBack();
    return batches.map((batch) => refusal(batch, error));
  }
};

/** @param {WriterRequest} first */
const takeQueued = (first) => {
  const taken = [first];
  while (taken.length < largestGroup) {
    const next = receiveMessageOnPort(port);
    if (next === undefined) break;
    taken.push(next.message);
  }
  return taken;
};

/** @param {WriterReply} message */
const reply = (message) => port.postMessage(message);

port.on('message', (first) => {
  const requests = takeQueued(first);
  const batches = requests.filter((request) => request.kind === 'commit');
  if (batches.length > 0) reply({ kind: 'outcomes', outcomes: commitGroup(batches) });
  if (requests.some((request) => request.kind === 'close')) {
    database.close();
    reply({ kind: 'closed' });
    port.close();
  }
});

reply({ kind: 'ready' });
