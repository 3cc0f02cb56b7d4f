/** Where sealed values stand: one row of this table for each table that has some. */
import { sql } from 'kysely';
import type { SealedClientSecret } from '../../core/clients/client.ts';
import type { UserMfa } from '../../core/mfa/user-mfa.ts';
import type { SealedValue, SealPurpose } from '../../core/ports.ts';
import type { StoredPassword } from '../../core/users/user.ts';
import type { Engine, Step } from '../engine.ts';
import { reader, writer } from '../statement.ts';

/** A sealed value's place: the table, the row's key, and which of the row's sealed values it is. */
export interface Position {
  readonly table: string;
  readonly key: readonly string[];
  readonly part: number;
}

export interface SealedSource {
  readonly table: string;
  /** In the order of key and part, after `from`. */
  values(pageSize: number, from: Position | undefined): AsyncGenerator<SealedValue>;
  /** Guard `sealed.changed`. */
  replace(position: Position, sealed: string, by: string): Step;
}

type Row = Record<string, string | null>;

interface Description {
  readonly table: string;
  readonly key: readonly string[];
  readonly purpose: SealPurpose | ((part: number) => SealPurpose);
  readonly columns: readonly string[];
  /** Raised with a replacement, so that a change made on what was read before fails instead of undoing it. */
  readonly versioned: boolean;
  /** The row's sealed values by part; null where there is none. */
  readonly parts: (row: Row) => readonly (string | null)[];
  readonly columnOf: (part: number) => string;
}

const oneColumn = (column: string) => ({
  columns: [column],
  parts: (row: Row) => [row[column]!],
  columnOf: () => column,
});

const secretsIn = (json: string | null) =>
  (JSON.parse(json!) as (SealedClientSecret | StoredPassword)[]).map(({ sealed }) => sealed);

/** Parts 1 and 2 of a user: the seed in use and the one that waits for its proof. */
const isSeed = (part: number): boolean => part === 1 || part === 2;

const seedsIn = (json: string | null): (string | null)[] => {
  const { totp, pendingTotp } = JSON.parse(json ?? '{}') as UserMfa;
  return [totp?.sealed ?? null, pendingTotp?.sealed ?? null];
};

const descriptions: readonly Description[] = [
  { table: 'access_keys', key: ['id'], purpose: 'access-key', versioned: false, ...oneColumn('sealed_secret') },
  {
    table: 'clients',
    key: ['id'],
    purpose: 'client-secret',
    versioned: true,
    columns: ['sealed_secrets'],
    parts: (row) => secretsIn(row.sealed_secrets!),
    columnOf: () => 'sealed_secrets',
  },
  {
    table: 'devices',
    key: ['pool_id', 'sub', 'device_key'],
    purpose: 'device',
    versioned: false,
    ...oneColumn('sealed_verifier'),
  },
  {
    table: 'identity_providers',
    key: ['pool_id', 'name'],
    purpose: 'identity-provider',
    versioned: true,
    ...oneColumn('sealed_secrets'),
  },
  { table: 'invocations', key: ['id'], purpose: 'invocation', versioned: false, ...oneColumn('sealed_content') },
  { table: 'managed_keys', key: ['arn'], purpose: 'managed-key', versioned: false, ...oneColumn('sealed_key') },
  {
    table: 'import_chunks',
    key: ['pool_id', 'job_id', 'upload', 'number'],
    purpose: 'import-file',
    versioned: false,
    ...oneColumn('sealed'),
  },
  { table: 'messages', key: ['id'], purpose: 'message', versioned: true, ...oneColumn('sealed_content') },
  {
    table: 'signing_certificates',
    key: ['pool_id'],
    purpose: 'saml-key',
    versioned: true,
    ...oneColumn('sealed_private_key'),
  },
  { table: 'signing_keys', key: ['kid'], purpose: 'signing-key', versioned: true, ...oneColumn('sealed_private_key') },
  {
    table: 'users',
    key: ['pool_id', 'sub'],
    purpose: (part) => (isSeed(part) ? 'totp-seed' : 'password'),
    versioned: true,
    columns: ['password_sealed', 'mfa', 'password_history'],
    parts: (row) => [row.password_sealed!, ...seedsIn(row.mfa!), ...secretsIn(row.password_history!)],
    columnOf: (part) => (part === 0 ? 'password_sealed' : isSeed(part) ? 'mfa' : 'password_history'),
  },
];

export const sealedSources = (engine: Engine): readonly SealedSource[] =>
  descriptions.map((description) => ({
    table: description.table,
    values: createScan(engine, description),
    replace: createReplace(engine, description),
  }));

const createScan = (engine: Engine, { table, key, columns, purpose, parts }: Description) => {
  type Values = Record<string, string> & { limit: never };
  const keys = sql.join(key.map((column) => sql.ref(column)));
  const read = reader(engine, (db, v: Values) => ({
    compile: () =>
      sql<Row>`select ${sql.join([...key, ...columns].map((column) => sql.ref(column)))} from ${sql.table(table)}
        where (${keys}) >= (${sql.join(key.map((column) => v[column]))}) order by ${keys} limit ${v.limit}`.compile(db),
  }));

  return async function* (pageSize: number, from: Position | undefined): AsyncGenerator<SealedValue> {
    let after = from ?? { table, key: key.map(() => ''), part: -1 };
    for (;;) {
      const limit = pageSize + 1;
      const cursor = Object.fromEntries(key.map((column, i) => [column, after.key[i]!]));
      const rows = await read({ ...cursor, limit } as unknown as Values);
      for (const row of rows) yield* valuesOf(row, after);
      if (rows.length < limit) return;
      after = { table, key: key.map((column) => rows.at(-1)![column]!), part: Number.POSITIVE_INFINITY };
    }
  };

  function* valuesOf(row: Row, after: Position): Generator<SealedValue> {
    const own = key.map((column) => row[column]!);
    const first = own.every((piece, i) => piece === after.key[i]) ? after.part + 1 : 0;
    for (const [part, sealed] of parts(row).entries()) {
      if (part < first || sealed === null) continue;
      const under = typeof purpose === 'string' ? purpose : purpose(part);
      yield { at: formatPosition({ table, key: own, part }), purpose: under, context: own.join('/'), sealed };
    }
  }
};

/** Sealed text has no character that JSON escapes, so it is replaced within JSON as it stands. */
const createReplace = (engine: Engine, { table, key, versioned, columnOf }: Description) => {
  type Values = Record<string, string>;
  const build = (column: string) =>
    writer(
      engine,
      (db, v: Values) => {
        const ref = sql.ref(column);
        const replaced = sql`replace(${ref}, ${v['sealed']}, ${v['by']})`;
        const version = versioned ? sql`, version = version + 1` : sql``;
        const isRow = sql.join(
          key.map((part) => sql`${sql.ref(part)} = ${v[part]}`),
          sql` and `,
        );
        return {
          compile: () =>
            sql`update ${sql.table(table)} set ${ref} = ${replaced}${version}
              where ${isRow} and ${replaced} <> ${ref}`.compile(db),
        };
      },
      'sealed.changed',
    );
  const writers = new Map<string, ReturnType<typeof build>>();

  return (position: Position, sealed: string, by: string): Step => {
    const column = columnOf(position.part);
    const replace = writers.get(column) ?? build(column);
    writers.set(column, replace);
    return replace({ ...Object.fromEntries(key.map((name, i) => [name, position.key[i]!])), sealed, by });
  };
};

const formatPosition = ({ table, key, part }: Position): string =>
  [table, ...key, String(part)].map(encodeURIComponent).join('/');

export const parsePosition = (at: string): Position => {
  const pieces = at.split('/').map(decodeURIComponent);
  return { table: pieces[0]!, key: pieces.slice(1, -1), part: Number(pieces.at(-1)) };
};
