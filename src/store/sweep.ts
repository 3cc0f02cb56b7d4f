/** Removes what is over, in pieces small enough that other commits hardly wait. */
import { type RawBuilder, sql } from 'kysely';
import type { Engine } from './engine.ts';
import type { Tables } from './schema.ts';
import { reader, writer } from './statement.ts';

const primaryKeys = {
  codes: ['pool_id', 'sub', 'purpose'],
  attempts: ['pool_id', 'subject', 'kind'],
  used_tickets: ['id'],
  revocations: ['pool_id', 'origin_jti'],
  rotations: ['pool_id', 'token_id'],
  messages: ['id'],
  clients: ['id'],
  users: ['pool_id', 'sub'],
  aliases: ['pool_id', 'kind', 'value'],
  user_groups: ['pool_id', 'name'],
  memberships: ['pool_id', 'sub', 'group_name'],
  passkeys: ['pool_id', 'id'],
  devices: ['pool_id', 'sub', 'device_key'],
  signing_keys: ['kid'],
  user_counts: ['pool_id', 'shard'],
  invocations: ['id'],
  identity_providers: ['pool_id', 'name'],
  idp_identifiers: ['pool_id', 'identifier'],
  resource_servers: ['pool_id', 'identifier'],
  domains: ['scope', 'name'],
  ui_customizations: ['pool_id', 'client_id'],
  managed_login_brandings: ['id'],
  terms: ['pool_id', 'client_id', 'name'],
  signing_certificates: ['pool_id'],
  identities: ['pool_id', 'id'],
  identity_logins: ['pool_id', 'provider', 'subject'],
  import_jobs: ['pool_id', 'id'],
  active_imports: ['pool_id'],
  import_chunks: ['pool_id', 'job_id', 'upload', 'number'],
  import_logs: ['pool_id', 'job_id', 'number'],
} satisfies Partial<Record<keyof Tables, string[]>>;

type Swept = keyof typeof primaryKeys;

const expiring = [
  'codes',
  'attempts',
  'used_tickets',
  'revocations',
  'rotations',
  'devices',
  'invocations',
  'import_logs',
] as const;
const ofPool = [
  'clients',
  'users',
  'aliases',
  'user_groups',
  'memberships',
  'codes',
  'attempts',
  'revocations',
  'rotations',
  'messages',
  'passkeys',
  'devices',
  'signing_keys',
  'identity_providers',
  'idp_identifiers',
  'resource_servers',
  'domains',
  'ui_customizations',
  'managed_login_brandings',
  'terms',
  'signing_certificates',
  'import_jobs',
  'active_imports',
  'import_chunks',
  'import_logs',
  'user_counts',
  'invocations',
  'identities',
  'identity_logins',
] as const;

/** Delivered messages go at once; what stays in the mailbox or was given up stays this long, in milliseconds. */
const messagesKept = 7 * 24 * 3600 * 1000;
/** A deleted pool is looked after this much longer once it is empty: a late commit may still have written to it. */
const emptyPoolsKept = 3600 * 1000;

export const createSweep = (engine: Engine) => {
  const sweepExpired = createExpiry(engine);
  const sweepPools = createPoolSweep(engine);
  return async (now: number, limit: number): Promise<number> =>
    (await sweepExpired(now, limit)) + (await sweepPools(now, limit)) + (await engine.tidy(limit));
};

/** Deletes by key what a condition finds, and checks the condition again: a row may have been renewed meanwhile. */
const deleteSome = (table: Swept, condition: RawBuilder<unknown>, limit: number) => {
  const key = sql.join(primaryKeys[table].map((column) => sql.ref(column)));
  return sql`delete from ${sql.table(table)} where (${key}) in
    (select ${key} from ${sql.table(table)} where ${condition} limit ${limit}) and ${condition}`;
};

const createExpiry = (engine: Engine) => {
  const expired = expiring.map((table) =>
    writer(engine, (db, v: { before: number; limit: number }) => ({
      compile: () => deleteSome(table, sql`expires_at <= ${v.before}`, v.limit).compile(db),
    })),
  );
  const messages = writer(engine, (db, v: { before: number; limit: number }) => ({
    compile: () => deleteSome('messages', sql`state <> 'pending' and created_at <= ${v.before}`, v.limit).compile(db),
  }));
  return async (now: number, limit: number) => {
    let left = limit;
    for (const remove of expired) {
      if (left > 0) left -= sum(await engine.commit([remove({ before: now, limit: left })]));
    }
    if (left > 0) left -= sum(await engine.commit([messages({ before: now - messagesKept, limit: left })]));
    return limit - left;
  };
};

const createPoolSweep = (engine: Engine) => {
  const deleted = reader(engine, (db, v: { limit: number }) =>
    db.selectFrom('deleted_pools').selectAll().orderBy('id').limit(v.limit),
  );
  const leftovers = ofPool.map((table) =>
    writer(engine, (db, v: { pool: string; limit: number }) => ({
      compile: () => deleteSome(table, sql`pool_id = ${v.pool}`, v.limit).compile(db),
    })),
  );
  const markEmpty = writer(engine, (db, v: { id: string; now: number }) =>
    db.updateTable('deleted_pools').set({ empty_since: v.now }).where('id', '=', v.id),
  );
  const forget = writer(engine, (db, v: { id: string }) => db.deleteFrom('deleted_pools').where('id', '=', v.id));

  const sweepPool = async (pool: string, limit: number) => {
    let left = limit;
    for (const remove of leftovers) {
      if (left > 0) left -= sum(await engine.commit([remove({ pool, limit: left })]));
    }
    return limit - left;
  };

  return async (now: number, limit: number) => {
    let left = limit;
    for (const { id, empty_since } of await deleted({ limit: 100 })) {
      if (left <= 0) break;
      const gone = await sweepPool(id, left);
      left -= gone;
      if (gone === 0 && empty_since === null) await engine.commit([markEmpty({ id, now })]);
      if (gone === 0 && empty_since !== null && empty_since <= now - emptyPoolsKept)
        await engine.commit([forget({ id })]);
    }
    return limit - left;
  };
};

const sum = (hits: number[]) => hits.reduce((total, hit) => total + hit, 0);
