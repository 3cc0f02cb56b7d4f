import { sql } from 'kysely';
import type { Message } from '../../core/messages/message.ts';
import type { MessageRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { MessageRow } from '../schema.ts';
import { type Builder, reader, writer } from '../statement.ts';
import { write } from '../write.ts';

type Filter = Parameters<MessageRepository['list']>[0];
type Listing = ReturnType<typeof listing>;

export const createMessages = (engine: Engine): MessageRepository => {
  const listings = new Map<string, Listing>();
  const due = reader(engine, (db, v: { now: number; limit: number }) =>
    db
      .selectFrom('messages')
      .selectAll()
      .where('state', '=', sql<string>`'pending'`)
      .where('next_attempt_at', '<=', v.now)
      .orderBy('next_attempt_at')
      .orderBy('id')
      .limit(v.limit),
  );
  const insert = writer(engine, (db, v: MessageRow) => db.insertInto('messages').values(v));
  const update = writer(
    engine,
    (db, { id, version, ...v }: MessageRow) =>
      db
        .updateTable('messages')
        .set(v)
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where('id', '=', id)
        .where('version', '=', version),
    'message.changed',
  );
  const remove = writer(engine, (db, v: { id: string }) => db.deleteFrom('messages').where('id', '=', v.id));

  const listBy = (filter: Filter): Listing => {
    const shape = `${filter.poolId !== undefined}:${filter.username !== undefined}:${filter.to !== undefined}`;
    const known = listings.get(shape) ?? listing(engine);
    listings.set(shape, known);
    return known;
  };

  return {
    insert: (message) => write(insert(toRow(message))),
    list: async (filter, limit) => (await listBy(filter)({ ...given(filter), limit })).map(toMessage),
    due: async (now, limit) => (await due({ now, limit })).map(toMessage),
    update: (message) => write(update(toRow(message))),
    delete: (id) => write(remove({ id })),
  };
};

type ListValues = { pool_id?: string; username?: string; recipient?: string; limit: number };

/** One statement for each set of filters that is asked for. */
const listing = (engine: Engine) =>
  reader(engine, (db: Builder, { limit, ...filter }: ListValues) =>
    db
      .selectFrom('messages')
      .selectAll()
      .where((eb) => eb.and(filter))
      .orderBy('id', 'desc')
      .limit(limit),
  );

const given = ({ poolId, username, to }: Filter) => ({
  ...(poolId !== undefined && { pool_id: poolId }),
  ...(username !== undefined && { username }),
  ...(to !== undefined && { recipient: to }),
});

const toRow = (message: Message): MessageRow => ({
  id: message.id,
  pool_id: message.poolId,
  username: message.username,
  channel: message.channel,
  recipient: message.to,
  kind: message.kind,
  sealed_content: message.sealedContent,
  state: message.state,
  attempts: message.attempts,
  created_at: message.createdAt,
  next_attempt_at: message.nextAttemptAt,
  version: message.version,
});

const toMessage = (row: MessageRow): Message => ({
  id: row.id,
  poolId: row.pool_id,
  username: row.username,
  channel: row.channel as Message['channel'],
  to: row.recipient,
  kind: row.kind as Message['kind'],
  sealedContent: row.sealed_content,
  state: row.state as Message['state'],
  attempts: row.attempts,
  createdAt: row.created_at,
  nextAttemptAt: row.next_attempt_at,
  version: row.version,
});
