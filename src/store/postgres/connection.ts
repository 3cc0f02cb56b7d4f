/** Connections to PostgreSQL, and what becomes of values on their way. */
import pg from 'pg';

export interface PostgresOptions {
  /** postgres://user:password@host:port/database, with pg's own parameters (sslmode and so on). */
  readonly url: string;
  /** The most connections of this node. */
  readonly connections?: number;
  /** How long, in milliseconds, opening and commits wait for a server that is out of reach or still starting. */
  readonly patience?: number;
}

export const usualPatience = 10_000;

/** The server gives a statement up before this side stops waiting, so that a silent line is told from a slow query. */
const statementTimeout = 30_000;
const queryTimeout = 35_000;
const connectTimeout = 5_000;

const config = (url: string): pg.ClientConfig => ({
  connectionString: url,
  application_name: 'poolhouse',
  connectionTimeoutMillis: connectTimeout,
  keepAlive: true,
  types: { getTypeParser: typeParser },
});

/** bigint as number: all of ours are counts, versions and milliseconds, far below 2^53. */
const typeParser = ((oid: number, format?: 'text' | 'binary') =>
  oid === pg.types.builtins.INT8
    ? Number
    : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser;

export const openPool = ({ url, connections = 16 }: PostgresOptions): pg.Pool => {
  const pool = new pg.Pool({
    ...config(url),
    max: connections,
    idleTimeoutMillis: 60_000,
    query_timeout: queryTimeout,
    onConnect: prepare,
  });
  // A connection that breaks, idle or in use, also emits its error; without a listener that would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
};

/**
 * Every statement of ours has its index. A plan made while a table was small would read it from end to end, and stay
 * in use on the connection while the table grows, until the next ANALYZE. Settings travel as statements, not in the
 * connection's start, which poolers refuse.
 */
const prepare = async (client: pg.ClientBase) => {
  await client.query(`set statement_timeout = ${statementTimeout}`);
  await client.query('set enable_seqscan = off');
};

/** One connection apart from the pool, for as long as `work` runs. */
export const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client(config(url));
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
};
