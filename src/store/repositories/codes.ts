import type { Code, CodePurpose } from '../../core/codes/code.ts';
import type { CodeRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { CodeRow } from '../schema.ts';
import { finder, writer } from '../statement.ts';
import { write } from '../write.ts';

/** The row that was read: a code put in its place since then has another hash or time, whatever its version. */
type Read = Pick<CodeRow, 'pool_id' | 'sub' | 'purpose' | 'hash' | 'created_at' | 'version'>;

export const createCodes = (engine: Engine): CodeRepository => {
  const find = finder(
    engine,
    (db, v: { poolId: string; sub: string; purpose: string }) =>
      db
        .selectFrom('codes')
        .selectAll()
        .where('pool_id', '=', v.poolId)
        .where('sub', '=', v.sub)
        .where('purpose', '=', v.purpose),
    toCode,
  );
  const put = writer(engine, (db, v: CodeRow) =>
    db
      .insertInto('codes')
      .values(v)
      .onConflict((on) =>
        on.columns(['pool_id', 'sub', 'purpose']).doUpdateSet((eb) => ({
          hash: eb.ref('excluded.hash'),
          destination: eb.ref('excluded.destination'),
          attempts: eb.ref('excluded.attempts'),
          created_at: eb.ref('excluded.created_at'),
          expires_at: eb.ref('excluded.expires_at'),
          version: eb.ref('excluded.version'),
        })),
      ),
  );
  const countAttempt = writer(
    engine,
    (db, v: Read) =>
      db
        .updateTable('codes')
        .set((eb) => ({ attempts: eb('attempts', '+', 1), version: eb('version', '+', 1) }))
        .where((eb) => eb.and({ ...v })),
    'code.changed',
  );
  const consume = writer(
    engine,
    (db, v: Read) => db.deleteFrom('codes').where((eb) => eb.and({ ...v })),
    'code.changed',
  );
  const discard = writer(engine, (db, v: { poolId: string; sub: string; purpose: string }) =>
    db.deleteFrom('codes').where('pool_id', '=', v.poolId).where('sub', '=', v.sub).where('purpose', '=', v.purpose),
  );

  return {
    find: (poolId, sub, purpose) => find({ poolId, sub, purpose }),
    put: (code) => write(put(toRow(code))),
    countAttempt: (code) => write(countAttempt(toRead(code))),
    consume: (code) => write(consume(toRead(code))),
    discard: (poolId, sub, purpose) => write(discard({ poolId, sub, purpose })),
  };
};

const toRead = (code: Code): Read => ({
  pool_id: code.poolId,
  sub: code.sub,
  purpose: code.purpose,
  hash: code.hash,
  created_at: code.createdAt,
  version: code.version,
});

const toRow = (code: Code): CodeRow => ({
  ...toRead(code),
  destination: code.destination,
  attempts: code.attempts,
  expires_at: code.expiresAt,
});

const toCode = (row: CodeRow): Code => ({
  poolId: row.pool_id,
  sub: row.sub,
  purpose: row.purpose as CodePurpose,
  hash: row.hash,
  destination: row.destination,
  attempts: row.attempts,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  version: row.version,
});
