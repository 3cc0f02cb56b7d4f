/** SQLite: reads on the main thread from a read-only connection, commits on the writer thread. */

import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { DummyDriver, Kysely, type LimitNode, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Bound, Engine } from '../engine.ts';
import type { Tables } from '../schema.ts';
import { migrateSqlite } from './migrate.ts';
import { pragmas } from './protocol.ts';
import { startWriter } from './write-queue.ts';

export const openSqliteEngine = async (path: string): Promise<Engine> => {
  migrateSqlite(path);
  const writer = startWriter(path);
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec(pragmas);
  await writer.ready;
  const statement = statementCache(database);

  return {
    name: 'sqlite',
    builder,
    query: async ({ template, parameters }: Bound) => {
      writer.check();
      return statement(template.sql).all(...parameters);
    },
    commit: writer.commit,
    tidy: async () => 0,
    close: async () => {
      await writer.close();
      if (database.isOpen) database.close();
    },
  };
};

/**
 * SQLite plans by the value of a bare `limit ?`, so that it prepares the statement again each time one is bound, which
 * takes ten times as long as a short read. Of a sum it knows nothing.
 */
class QueryCompiler extends SqliteQueryCompiler {
  protected override visitLimit(node: LimitNode): void {
    super.visitLimit(node);
    this.append(' + 0');
  }
}

const builder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new QueryCompiler(),
  },
});

const keptStatements = 200;

/** The least recently used statement goes first. */
const statementCache = (database: DatabaseSync) => {
  const statements = new Map<string, StatementSync>();
  return (sql: string): StatementSync => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.delete(sql);
    statements.set(sql, known);
    if (statements.size > keptStatements) statements.delete(statements.keys().next().value!);
    return known;
  };
};
