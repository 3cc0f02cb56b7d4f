/**
 * Commits on PostgreSQL. A line that breaks between the request and the answer leaves open whether the commit
 * happened. Each commit therefore inserts its random id into `commits`, and the outcome is found out by inserting the
 * same id on a new line: when it is there, the commit happened; when it is not, the id is taken now, so that the
 * commit, should it still be on its way, fails on it. (The insert waits for a transaction that holds the id and has
 * not ended.) An answered failure is a true failure, and nothing is carried out twice.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Guard, GuardFailed } from '../../core/ports.ts';
import { OutcomeUnknown, type Step, StoreUnavailable } from '../engine.ts';
import { type BatchStatement, createBatches } from './batch.ts';
import { backOff, failureOf, isPassing, patiently } from './failure.ts';

const mostAttempts = 20;

/**
 * `patience`: how long, in milliseconds, a commit waits for a server that is out of reach; three times as long when its
 * outcome is open.
 */
export const createCommit = (pool: pg.Pool, patience: number) => {
  const batchOf = createBatches();
  return async (steps: readonly Step[]): Promise<number[]> => {
    const batch = batchOf(steps);
    const parameters = steps.flatMap((step) => step.parameters);
    for (let attempt = 1; ; attempt += 1) {
      const id = randomUUID();
      const client = await connect(pool, patience);
      try {
        return await send(client, batch, [id, ...parameters]);
      } catch (error) {
        if (isGuard(error)) throw new GuardFailed(error.message as Guard);
        const failure = failureOf(error);
        if (failure === 'lost' && (await happened(pool, id, 3 * patience))) return steps.map(() => 0);
        if (failure === 'refused' || attempt === mostAttempts) throw error;
        await backOff(attempt);
      }
    }
  };
};

const connect = (pool: pg.Pool, patience: number): Promise<pg.PoolClient> =>
  patiently(patience, isPassing, () => pool.connect()).catch((cause) => {
    throw new StoreUnavailable('PostgreSQL is out of reach', { cause });
  });

/** A connection with a broken line does not go back to the pool. */
const send = async (client: pg.PoolClient, batch: BatchStatement, values: unknown[]): Promise<number[]> => {
  try {
    const { rows } = await client.query<number[]>({ ...batch, values: values.map(storable), rowMode: 'array' });
    client.release();
    return rows[0]!;
  } catch (error) {
    client.release(failureOf(error) === 'lost');
    throw error;
  }
};

const happened = (pool: pg.Pool, id: string, patience: number): Promise<boolean> => {
  return patiently(patience, isPassing, async () => {
    const { rowCount } = await pool.query('insert into commits (id) values ($1) on conflict do nothing', [id]);
    return rowCount === 0;
  }).catch((cause) => {
    throw new OutcomeUnknown(cause);
  });
};

const isGuard = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && error.code === 'PHG01';

/** PostgreSQL's text has no NUL; nothing that is looked up by key may hold one, so it is stored as U+FFFD. */
export const storable = (value: unknown): unknown =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;
