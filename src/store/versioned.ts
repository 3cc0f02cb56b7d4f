/** Tables whose rows are found by key, replaced as a whole under their version, and deleted under it. */
import { sql } from 'kysely';
import type { Guard } from '../core/ports.ts';
import type { Engine, Step } from './engine.ts';
import type { Tables } from './schema.ts';
import { reader, writer } from './statement.ts';

export interface VersionedTable<Row> {
  readonly table: keyof Tables;
  readonly key: readonly (keyof Row & string)[];
  /** All others but `version`. */
  readonly columns: readonly (keyof Row & string)[];
  readonly exists: Guard;
  readonly changed: Guard;
}

export interface VersionedRows<Row> {
  /** The row with these values in these columns, the same ones at each call. */
  finder<Where extends Partial<Row>>(...columns: (keyof Where & string)[]): (where: Where) => Promise<Row | undefined>;
  /** Rows of a pool in the order of a column, after a value of it. */
  pager(column: keyof Row & string): (poolId: string, page: { limit: number; after?: string }) => Promise<Row[]>;
  /** Guard `exists`. */
  insert(row: Row): Step;
  /** Guard `changed`. */
  update(row: Row): Step;
  /** Guard `changed`. */
  remove(row: Row): Step;
}

type Slots = Record<string, unknown>;

export const versioned = <Row extends { version: number }>(
  engine: Engine,
  { table, key, columns, exists, changed }: VersionedTable<Row>,
): VersionedRows<Row> => {
  const names = [...key, ...columns, 'version'];
  const name = sql.table(table);
  const all = sql.join(names.map((column) => sql.ref(column)));
  const equal = (over: readonly string[], v: Slots) =>
    sql.join(
      over.map((column) => sql`${sql.ref(column)} = ${v[column]}`),
      sql` and `,
    );
  const step = (build: (v: Slots) => ReturnType<typeof sql>, guard: Guard) =>
    writer(engine, (db, v: Row) => ({ compile: () => build(v as Slots).compile(db) }), guard);

  return {
    finder: (...over) => {
      const read = reader(engine, (db, v: Slots) => ({
        compile: () => sql<Row>`select ${all} from ${name} where ${equal(over, v)}`.compile(db),
      }));
      return async (where) => (await read(where))[0];
    },
    pager: (column) => {
      const ref = sql.ref(column);
      const read = reader(engine, (db, v: { pool: string; after: string; limit: number }) => ({
        compile: () =>
          sql<Row>`select ${all} from ${name} where pool_id = ${v.pool} and ${ref} > ${v.after}
            order by ${ref} limit ${v.limit}`.compile(db),
      }));
      return (pool, page) => read({ pool, after: page.after ?? '', limit: page.limit });
    },
    insert: step((v) => {
      const values = sql.join(names.map((column) => sql`${v[column]}`));
      return sql`insert into ${name} (${all}) values (${values}) on conflict do nothing`;
    }, exists),
    update: step((v) => {
      const sets = sql.join(columns.map((column) => sql`${sql.ref(column)} = ${v[column]}`));
      return sql`update ${name} set ${sets}, version = version + 1 where ${equal([...key, 'version'], v)}`;
    }, changed),
    remove: step((v) => sql`delete from ${name} where ${equal([...key, 'version'], v)}`, changed),
  };
};

/** JSON of a member that may be absent. */
export const jsonOrNull = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
