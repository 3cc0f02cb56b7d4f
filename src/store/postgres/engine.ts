/** PostgreSQL, and what speaks its protocol: a pool of connections, reads as named prepared statements. */
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type pg from 'pg';
import { type Bound, type Engine, StoreUnavailable } from '../engine.ts';
import type { Tables } from '../schema.ts';
import { createCommit, storable } from './commit.ts';
import { openPool, type PostgresOptions, usualPatience } from './connection.ts';
import { isPassing, patiently } from './failure.ts';
import { migratePostgres } from './migrate.ts';

export const openPostgresEngine = async (options: PostgresOptions): Promise<Engine> => {
  await migratePostgres(options);
  const pool = openPool(options);
  const commit = createCommit(pool, options.patience ?? usualPatience);
  const running = new Set<Promise<unknown>>();
  let closed = false;

  return {
    name: 'postgres',
    builder,
    query: (statement) => read(pool, statement),
    commit: (steps) => {
      if (closed) return Promise.reject(new StoreUnavailable('The PostgreSQL store is closed'));
      const done = commit(steps);
      running.add(done);
      const forget = () => running.delete(done);
      done.then(forget, forget);
      return done;
    },
    tidy: (limit) => tidy(pool, limit),
    close: async () => {
      closed = true;
      await Promise.allSettled(running);
      if (!pool.ended && !pool.ending) await pool.end();
    },
  };
};

const builder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** How long, in milliseconds, a read tries again on a broken line: a restart passes, an outage is answered soon. */
const readPatience = 3_000;

const read = (pool: pg.Pool, { template, parameters }: Bound): Promise<unknown[]> =>
  patiently(
    readPatience,
    (error) => !pool.ending && isPassing(error),
    async () => {
      const values = parameters.map(storable);
      return (await pool.query({ name: `read_${template.id}`, text: template.sql, values })).rows;
    },
  );

/** Ids of commits are of use only while somebody may still ask for the outcome. */
const tidy = async (pool: pg.Pool, limit: number): Promise<number> => {
  const { rowCount } = await pool.query(
    `delete from commits where id in
      (select id from commits where created_at < now() - interval '10 minutes' order by created_at limit $1)`,
    [limit],
  );
  return rowCount ?? 0;
};
