/**
 * The partition keys of tables and their indexes: policies speak of their values, requests call them by names that the
 * table alone knows. Asked of the backend in the operator's name, and remembered for a while.
 */
import { wholeAnswer } from '../answer.ts';
import { ServiceUnreachable } from '../refused.ts';
import { hashOf, type Upstream } from '../upstream.ts';
import { own } from './json.ts';

/** Undefined: there is no such table or index. */
export type PartitionKeys = (table: string, index?: string) => Promise<string | undefined>;

export interface Tables {
  readonly partitionKey: PartitionKeys;
  forget(table: string): void;
}

/** A table that is made anew under its name, past the gateway, may have another key (ms). */
const LIFETIME = 30_000;
const MOST = 1_000;
const MAX_DESCRIPTION = 1024 * 1024;

type Keys = ReadonlyMap<string, string>;

/** Stands for the table itself among its indexes. */
const TABLE = '';

export const createTables = (upstream: Upstream, now: () => number): Tables => {
  const known = new Map<string, { readonly until: number; readonly keys: Promise<Keys | undefined> }>();
  const ask = (table: string): Promise<Keys | undefined> => {
    const keys = describe(upstream, table);
    if (known.size >= MOST) known.delete(known.keys().next().value as string);
    known.set(table, { until: now() + LIFETIME, keys });
    // What is not there now may be there soon, and a failure says nothing of later.
    keys.then(
      (found) => found === undefined && known.delete(table),
      () => known.delete(table),
    );
    return keys;
  };
  return {
    partitionKey: async (table, index = TABLE) => {
      const remembered = known.get(table);
      const keys = await (remembered && remembered.until > now() ? remembered.keys : ask(table));
      return keys?.get(index);
    },
    forget: (table) => known.delete(table),
  };
};

export const describeRequest = (table: string) => {
  const bytes = Buffer.from(JSON.stringify({ TableName: table }));
  return {
    method: 'POST',
    path: '/',
    query: [],
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.DescribeTable' },
    payloadHash: hashOf(bytes),
    body: { bytes },
  };
};

const describe = async (upstream: Upstream, table: string): Promise<Keys | undefined> => {
  const answer = await upstream.send(describeRequest(table));
  const said: unknown = JSON.parse((await wholeAnswer(answer, MAX_DESCRIPTION)).toString());
  if (answer.statusCode === 200) return keysIn(own(said, 'Table'));
  if (/ResourceNotFoundException$/.test(String(own(said, '__type')))) return undefined;
  throw new ServiceUnreachable(`DescribeTable answered ${answer.statusCode}: ${String(own(said, '__type'))}`);
};

const keysIn = (table: unknown): Keys => {
  const indexes = ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'].flatMap((name) => listOf(own(table, name)));
  const all = [[TABLE, table] as const, ...indexes.map((index) => [String(own(index, 'IndexName')), index] as const)];
  return new Map(
    all.flatMap(([name, holder]) => {
      const element = listOf(own(holder, 'KeySchema')).find((each) => own(each, 'KeyType') === 'HASH');
      const attribute = own(element, 'AttributeName');
      return typeof attribute === 'string' ? [[name, attribute] as const] : [];
    }),
  );
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
