/**
 * Statements that are built with Kysely and compiled once. On the first call every value is a slot; later calls only
 * put their values into the slots, since building anew for each call halves the read rate of PostgreSQL. So a builder
 * must not look at its values, and its values must always have the same keys.
 */
import type { CompiledQuery, Kysely } from 'kysely';
import type { Guard } from '../core/ports.ts';
import type { Bound, Engine, Step, Template, Value } from './engine.ts';
import type { Tables } from './schema.ts';

export type Builder = Kysely<Tables>;
type Compilable<Row> = { compile(): CompiledQuery<Row> };

class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

let templates = 0;

/** A function that binds values to the compiled statement. */
const prepare = <V extends object>(
  engine: Engine,
  build: (db: Builder, values: V) => Compilable<unknown>,
): ((values: V) => Bound) => {
  let compiled: { template: Template; parameters: readonly unknown[] } | undefined;
  return (values) => {
    compiled ??= compile(build(engine.builder, slotsOf(values)));
    const given = values as Record<string, Value>;
    const parameters = compiled.parameters.map((p) => (p instanceof Slot ? given[p.name]! : (p as Value)));
    return { template: compiled.template, parameters };
  };
};

const slotsOf = <V extends object>(values: V): V =>
  Object.fromEntries(Object.keys(values).map((name) => [name, new Slot(name)])) as V;

const compile = (query: Compilable<unknown>) => {
  const { sql, parameters } = query.compile();
  templates += 1;
  return { template: { sql, id: templates }, parameters };
};

/** A read of any number of rows. */
export const reader = <V extends object, Row>(
  engine: Engine,
  build: (db: Builder, values: V) => Compilable<Row>,
): ((values: V) => Promise<Row[]>) => {
  const bind = prepare(engine, build);
  return (values) => engine.query(bind(values)) as Promise<Row[]>;
};

/** A read of one row, mapped when it is there. */
export const finder = <V extends object, Row, Found>(
  engine: Engine,
  build: (db: Builder, values: V) => Compilable<Row>,
  map: (row: Row) => Found,
): ((values: V) => Promise<Found | undefined>) => {
  const read = reader(engine, build);
  return async (values) => {
    const [row] = await read(values);
    return row === undefined ? undefined : map(row);
  };
};

/** One statement of a commit; with a guard, it must hit a row. */
export const writer = <V extends object>(
  engine: Engine,
  build: (db: Builder, values: V) => Compilable<unknown>,
  guard?: Guard,
): ((values: V) => Step) => {
  const bind = prepare(engine, build);
  return (values) => ({ ...bind(values), guard });
};
