/**
 * The thread that writes to SQLite. Whatever has queued goes into one transaction and one fsync, with a savepoint a
 * batch, so that a failed guard takes back its own batch only. Imports nothing but the runtime, so that it is up in a
 * few milliseconds and small.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { applyPragmas, type StepMessage, type WriterReply, type WriterRequest } from './protocol.ts';

type Batch = Extract<WriterRequest, { kind: 'commit' }>;
type Outcome = Extract<WriterReply, { kind: 'outcomes' }>['outcomes'][number];

class FailedGuard extends Error {}

/** More in one transaction would only make the first of them wait. */
const largestGroup = 200;
const keptStatements = 200;

const port: MessagePort = parentPort!;
const database = new DatabaseSync((workerData as { path: string }).path);
applyPragmas(database);
const statements = new Map<string, StatementSync>();

const statement = (sql: string): StatementSync => {
  const known = statements.get(sql) ?? database.prepare(sql);
  statements.delete(sql);
  statements.set(sql, known);
  if (statements.size > keptStatements) statements.delete(statements.keys().next().value!);
  return known;
};

const run = (step: StepMessage): number => {
  const hits = Number(statement(step.sql).run(...step.parameters).changes);
  if (hits === 0 && step.guard !== undefined) throw new FailedGuard(step.guard);
  return hits;
};

const attempt = (batch: Batch): Outcome => {
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

const refusal = ({ id }: Batch, error: unknown): Outcome =>
  error instanceof FailedGuard ? { id, guard: error.message } : { id, error: String((error as Error).message) };

const rollBack = () => {
  if (database.isTransaction) database.exec('rollback');
};

/** A failure that is no batch's own (disk full, file locked) fails them all: nothing of the group was stored. */
const commitGroup = (batches: Batch[]): Outcome[] => {
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

const takeQueued = (first: WriterRequest): WriterRequest[] => {
  const taken = [first];
  while (taken.length < largestGroup) {
    const next = receiveMessageOnPort(port);
    if (next === undefined) break;
    taken.push(next.message as WriterRequest);
  }
  return taken;
};

const reply = (message: WriterReply) => port.postMessage(message);

port.on('message', (first: WriterRequest) => {
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
