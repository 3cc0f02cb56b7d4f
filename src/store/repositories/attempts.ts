import type { Attempt, AttemptRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { AttemptRow } from '../schema.ts';
import { finder, writer } from '../statement.ts';
import { write } from '../write.ts';

interface Key {
  readonly poolId: string;
  readonly subject: string;
  readonly kind: string;
}

export const createAttempts = (engine: Engine): AttemptRepository => {
  const find = finder(
    engine,
    (db, v: Key) =>
      db
        .selectFrom('attempts')
        .selectAll()
        .where('pool_id', '=', v.poolId)
        .where('subject', '=', v.subject)
        .where('kind', '=', v.kind),
    toAttempt,
  );
  const insert = writer(
    engine,
    (db, v: AttemptRow) =>
      db
        .insertInto('attempts')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'attempt.changed',
  );
  const update = writer(
    engine,
    (db, { pool_id, subject, kind, version, ...v }: AttemptRow) =>
      db
        .updateTable('attempts')
        .set(v)
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where((eb) => eb.and({ pool_id, subject, kind, version })),
    'attempt.changed',
  );
  const clear = writer(engine, (db, v: Key) =>
    db
      .deleteFrom('attempts')
      .where('pool_id', '=', v.poolId)
      .where('subject', '=', v.subject)
      .where('kind', '=', v.kind),
  );

  return {
    find: (poolId, subject, kind) => find({ poolId, subject, kind }),
    put: (attempt) => {
      const row = toRow(attempt);
      return write(attempt.version === 0 ? insert({ ...row, version: 1 }) : update(row));
    },
    clear: (poolId, subject, kind) => write(clear({ poolId, subject, kind })),
  };
};

const toRow = (attempt: Attempt): AttemptRow => ({
  pool_id: attempt.poolId,
  subject: attempt.subject,
  kind: attempt.kind,
  count: attempt.count,
  window_start: attempt.windowStart,
  locked_until: attempt.lockedUntil,
  expires_at: attempt.expiresAt,
  version: attempt.version,
});

const toAttempt = (row: AttemptRow): Attempt => ({
  poolId: row.pool_id,
  subject: row.subject,
  kind: row.kind,
  count: row.count,
  windowStart: row.window_start,
  lockedUntil: row.locked_until,
  expiresAt: row.expires_at,
  version: row.version,
});
