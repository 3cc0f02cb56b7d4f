/**
 * Pages of a list, and the opaque tokens that continue them. A token is sealed and bound to its scope (the operation
 * and what it lists), so that a forged one, or one of another pool or operation, is refused.
 */
import type { Core } from './core.ts';
import { invalidParameter } from './errors.ts';
import type { PageOf } from './ports.ts';

export interface Listing<Row> {
  readonly rows: Row[];
  readonly nextToken?: string;
}

export interface PageRequest<Row, Key> {
  /** What is listed, for instance `ListGroups us-east-1_abc`; everything that the key's meaning hangs on. */
  readonly scope: string;
  readonly token: string | undefined;
  readonly limit: number;
  /** The position of a row, from which the next page goes on. */
  readonly keyOf: (row: Row) => Key;
  readonly read: (page: PageOf<Key>) => Promise<Row[]>;
}

export const pageToken = (core: Pick<Core, 'sealer'>, scope: string, key: unknown): string =>
  core.sealer.seal('page-token', JSON.stringify(key), scope);

/** Undefined without a token. Throws InvalidParameterException for one that was not made for this scope. */
export const readPageToken = <Key>(
  core: Pick<Core, 'sealer'>,
  scope: string,
  token: string | undefined,
): Key | undefined => {
  if (token === undefined) return undefined;
  try {
    // The seal vouches for the shape: whoever sealed it under this scope wrote a key of this scope.
    return JSON.parse(Buffer.from(core.sealer.open('page-token', token, scope)).toString()) as Key;
  } catch {
    throw invalidParameter('Invalid pagination token');
  }
};

/** One page; a token follows only where a further row exists. */
export const listPage = async <Row, Key>(
  core: Pick<Core, 'sealer'>,
  request: PageRequest<Row, Key>,
): Promise<Listing<Row>> => {
  const after = readPageToken<Key>(core, request.scope, request.token);
  const found = await request.read({ limit: request.limit + 1, after });
  const rows = found.slice(0, request.limit);
  const last = rows.at(-1);
  if (found.length <= request.limit || last === undefined) return { rows };
  return { rows, nextToken: pageToken(core, request.scope, request.keyOf(last)) };
};
