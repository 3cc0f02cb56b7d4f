/** What a migration is, and the few words that the two engines' SQL does not share. */

export interface Dialect {
  readonly engine: 'sqlite' | 'postgres';
  /** Text compared byte by byte, so that both engines order and search alike. */
  readonly text: string;
  /** Ends a table whose short rows live in the tree of their key. */
  readonly clustered: string;
}

export const sqliteDialect: Dialect = { engine: 'sqlite', text: 'text', clustered: ' without rowid' };
export const postgresDialect: Dialect = { engine: 'postgres', text: 'text collate "C"', clustered: '' };

export interface Migration {
  /** Its place in the order; a release knows every one below its newest. */
  readonly version: number;
  readonly name: string;
  readonly statements: (dialect: Dialect) => string[];
}
