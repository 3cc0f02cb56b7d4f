import type { Invocation } from '../../core/functions/invocation.ts';
import type { InvocationRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { InvocationRow } from '../schema.ts';
import { finder, reader, writer } from '../statement.ts';
import { write } from '../write.ts';

export const createInvocations = (engine: Engine): InvocationRepository => {
  const byId = finder(
    engine,
    (db, v: { id: string }) => db.selectFrom('invocations').selectAll().where('id', '=', v.id),
    toInvocation,
  );
  const all = reader(engine, (db, v: { limit: number }) =>
    db.selectFrom('invocations').selectAll().orderBy('id', 'desc').limit(v.limit),
  );
  const ofPool = reader(engine, (db, v: { poolId: string; limit: number }) =>
    db.selectFrom('invocations').selectAll().where('pool_id', '=', v.poolId).orderBy('id', 'desc').limit(v.limit),
  );
  const insert = writer(engine, (db, v: InvocationRow) => db.insertInto('invocations').values(v));
  const trim = writer(engine, (db, v: { poolId: string; keep: number }) =>
    db
      .deleteFrom('invocations')
      .where('pool_id', '=', v.poolId)
      .where('id', '<=', (eb) =>
        eb
          .selectFrom('invocations as older')
          .select('older.id')
          .where('older.pool_id', '=', v.poolId)
          .orderBy('older.id', 'desc')
          .limit(1)
          .offset(v.keep),
      ),
  );
  return {
    byId: (id) => byId({ id }),
    list: async (poolId, limit) =>
      (poolId === undefined ? await all({ limit }) : await ofPool({ poolId, limit })).map(toInvocation),
    insert: (invocation) => write(insert(toRow(invocation))),
    trim: (poolId, keep) => write(trim({ poolId, keep })),
  };
};

const toRow = (invocation: Invocation): InvocationRow => ({
  id: invocation.id,
  pool_id: invocation.poolId,
  function_arn: invocation.functionArn,
  trigger_name: invocation.trigger,
  source: invocation.source,
  outcome: invocation.outcome,
  started_at: invocation.startedAt,
  duration_ms: invocation.durationMs,
  sealed_content: invocation.sealedContent,
  expires_at: invocation.expiresAt,
});

const toInvocation = (row: InvocationRow): Invocation => ({
  id: row.id,
  poolId: row.pool_id,
  functionArn: row.function_arn,
  trigger: row.trigger_name,
  source: row.source,
  outcome: row.outcome as Invocation['outcome'],
  startedAt: row.started_at,
  durationMs: row.duration_ms,
  sealedContent: row.sealed_content,
  expiresAt: row.expires_at,
});
