/** Every read of a list finds its rows in an index, in the index's order, however large the tables are. */
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SearchableField, Store, UserFilter } from '../../src/core/ports.ts';
import type { Bound, Engine } from '../../src/store/engine.ts';
import { openPostgresEngine } from '../../src/store/postgres/engine.ts';
import { openSqliteEngine } from '../../src/store/sqlite/engine.ts';
import { createStore } from '../../src/store/store.ts';
import { engines, newPlace, type TestPlace } from './support/engines.ts';

const fields: SearchableField[] = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
];
const page = { limit: 60 };
const next = { limit: 60, after: { value: 'ab', sub: 's' } };

const filters: UserFilter[] = fields.flatMap((field) => [
  { field, match: 'equals', value: 'a' },
  { field, match: 'prefix', value: 'a' },
  { field, match: 'prefix', value: '' },
]);

const lists: Record<string, (store: Store) => Promise<unknown>> = {
  'all users': ({ users }) => users.list('p', undefined, next),
  ...Object.fromEntries(
    filters.flatMap((filter) => [
      [`${filter.field} ${filter.match} "${filter.value}"`, ({ users }: Store) => users.list('p', filter, page)],
      [`${filter.field} ${filter.match} "${filter.value}" next`, ({ users }: Store) => users.list('p', filter, next)],
    ]),
  ),
  'by alias': ({ users }) => users.byAlias('p', 'email', 'a'),
  'aliases of a user': ({ aliases }) => aliases.bySub('p', 's'),
  pools: ({ pools }) => pools.list({ account: 'a', region: 'r' }, page),
  'a client': ({ clients }) => clients.byId('c'),
  clients: ({ clients }) => clients.list('p', page),
  groups: ({ groups }) => groups.list('p', page),
  'groups of a user': ({ groups }) => groups.ofUser('p', 's', page),
  'members of a group': ({ groups }) => groups.members('p', 'g', page),
  'messages of a pool': ({ messages }) => messages.list({ poolId: 'p' }, 10),
  'messages that are due': ({ messages }) => messages.due(1, 10),
  'identity providers': ({ identityProviders }) => identityProviders.list('p', page),
  'a provider by another name': ({ identityProviders }) => identityProviders.byIdentifier('p', 'i'),
  'providers that are due': ({ identityProviders }) => identityProviders.due(1, 10),
  'resource servers': ({ resourceServers }) => resourceServers.list('p', page),
  'a domain': ({ domains }) => domains.byName('r', 'd'),
  'a look': ({ uiCustomizations }) => uiCustomizations.find('p', 'c'),
  'a style': ({ managedLoginBrandings }) => managedLoginBrandings.byId('s'),
  'a style of a client': ({ managedLoginBrandings }) => managedLoginBrandings.byClient('p', 'c'),
  terms: ({ terms }) => terms.list('p', page),
  'terms by id': ({ terms }) => terms.byId('p', 't'),
  'a device': ({ devices }) => devices.byKey('p', 's', 'k'),
  'devices of a user': ({ devices }) => devices.ofUser('p', 's', page),
  'remembered devices of a user': ({ devices }) => devices.rememberedOf('p', 's', page),
  'signing keys': ({ signingKeys }) => signingKeys.ofPool('p'),
  'import jobs': ({ imports }) => imports.list('p', page),
  'import jobs next': ({ imports }) => imports.list('p', { limit: 60, after: { createdAt: 1, id: 'i' } }),
  'import jobs beyond a number': ({ imports }) => imports.hasMoreThan('p', 999),
  'imports that are due': ({ imports }) => imports.due(1, 10),
  'the next piece of a file': ({ imports }) => imports.nextChunk('p', 'j', 'u', ''),
  'any piece of a file': ({ imports }) => imports.hasChunks('p', 'j'),
  'log of an import': ({ imports }) => imports.log('p', 'j', page),
  'count of users': ({ pools }) => pools.countUsers('p'),
};

describe.each(engines)('on %s', (engineName) => {
  let place: TestPlace;
  let engine: Engine;
  let explain: (statement: Bound) => Promise<string>;
  let closeExplain: () => unknown;

  const explainSqlite = () => {
    const database = new DatabaseSync(place.at);
    closeExplain = () => database.close();
    explain = async ({ template, parameters }) =>
      database
        .prepare(`explain query plan ${template.sql}`)
        .all(...parameters)
        .map(({ detail }) => detail)
        .join('\n');
  };

  const explainPostgres = async () => {
    const client = new pg.Client({ connectionString: place.at });
    await client.connect();
    await client.query('set enable_seqscan = off');
    closeExplain = () => client.end();
    explain = async ({ template }) =>
      (await client.query(`explain (generic_plan) ${template.sql}`)).rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  beforeAll(async () => {
    place = await newPlace(engineName);
    engine = engineName === 'sqlite' ? await openSqliteEngine(place.at) : await openPostgresEngine({ url: place.at });
    await (engineName === 'sqlite' ? explainSqlite() : explainPostgres());
  });
  afterAll(async () => {
    await closeExplain();
    await engine.close();
    await place.remove();
  });

  const planOf = async (list: (store: Store) => Promise<unknown>): Promise<string> => {
    let asked: Bound | undefined;
    const watching: Engine = {
      ...engine,
      query: (statement) => {
        asked = statement;
        return engine.query(statement);
      },
    };
    await list(createStore(watching));
    return explain(asked!);
  };

  it.each(Object.keys(lists))('%s', async (name) => {
    const plan = await planOf(lists[name]!);
    expect(plan).toMatch(/SEARCH|Index (Only )?Scan|Index Cond/);
    expect(plan).not.toMatch(/SCAN (?!CONSTANT)|TEMP B-TREE|Seq Scan/);
  });
});
