/** Tickets, revocations and rotations: marks that something was used or is refused, until their time is over. */
import type { RevocationRepository, RotationRepository, TicketRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import { finder, reader, writer } from '../statement.ts';
import { write } from '../write.ts';

export const createTickets = (engine: Engine): TicketRepository => {
  const find = reader(engine, (db, v: { id: string }) =>
    db.selectFrom('used_tickets').select('id').where('id', '=', v.id),
  );
  const use = writer(
    engine,
    (db, v: { id: string; expires_at: number }) =>
      db
        .insertInto('used_tickets')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'ticket.used',
  );
  return {
    isUsed: async (id) => (await find({ id })).length > 0,
    use: (id, expiresAt) => write(use({ id, expires_at: expiresAt })),
  };
};

export const createRevocations = (engine: Engine): RevocationRepository => {
  const find = reader(engine, (db, v: { poolId: string; jti: string }) =>
    db.selectFrom('revocations').select('origin_jti').where('pool_id', '=', v.poolId).where('origin_jti', '=', v.jti),
  );
  const insert = writer(engine, (db, v: { pool_id: string; origin_jti: string; expires_at: number }) =>
    db
      .insertInto('revocations')
      .values(v)
      .onConflict((on) =>
        on
          .columns(['pool_id', 'origin_jti'])
          .doUpdateSet((eb) => ({ expires_at: eb.ref('excluded.expires_at') }))
          .whereRef('revocations.expires_at', '<', 'excluded.expires_at'),
      ),
  );
  return {
    isRevoked: async (poolId, jti) => (await find({ poolId, jti })).length > 0,
    insert: (poolId, jti, expiresAt) => write(insert({ pool_id: poolId, origin_jti: jti, expires_at: expiresAt })),
  };
};

export const createRotations = (engine: Engine): RotationRepository => {
  const find = finder(
    engine,
    (db, v: { poolId: string; tokenId: string }) =>
      db.selectFrom('rotations').select('used_at').where('pool_id', '=', v.poolId).where('token_id', '=', v.tokenId),
    (row) => ({ usedAt: row.used_at }),
  );
  const insert = writer(
    engine,
    (db, v: { pool_id: string; token_id: string; used_at: number; expires_at: number }) =>
      db
        .insertInto('rotations')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'rotation.used',
  );
  return {
    find: (poolId, tokenId) => find({ poolId, tokenId }),
    insert: (poolId, tokenId, usedAt, expiresAt) =>
      write(insert({ pool_id: poolId, token_id: tokenId, used_at: usedAt, expires_at: expiresAt })),
  };
};
