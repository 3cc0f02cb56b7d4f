import { randomUUID } from 'node:crypto';
import type { Group } from '../../core/groups/group.ts';
import type { GroupRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { GroupRow, Tables } from '../schema.ts';
import { finder, reader, writer } from '../statement.ts';
import { write } from '../write.ts';
import { toUser, userColumns } from './user-row.ts';

export const createGroups = (engine: Engine): GroupRepository => {
  const byName = finder(
    engine,
    (db, v: { poolId: string; name: string }) =>
      db.selectFrom('user_groups').selectAll().where('pool_id', '=', v.poolId).where('name', '=', v.name),
    toGroup,
  );
  const list = reader(engine, (db, v: { poolId: string; after: string; limit: number }) =>
    db
      .selectFrom('user_groups')
      .selectAll()
      .where('pool_id', '=', v.poolId)
      .where('name', '>', v.after)
      .orderBy('name')
      .limit(v.limit),
  );
  const insert = writer(
    engine,
    (db, v: GroupRow) =>
      db
        .insertInto('user_groups')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'group.exists',
  );
  const update = writer(
    engine,
    (db, { pool_id, name, version, ...v }: Omit<GroupRow, 'incarnation'>) =>
      db
        .updateTable('user_groups')
        .set(v)
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where((eb) => eb.and({ pool_id, name, version })),
    'group.changed',
  );
  const remove = writer(
    engine,
    (db, v: { pool_id: string; name: string }) => db.deleteFrom('user_groups').where((eb) => eb.and({ ...v })),
    'group.missing',
  );
  const removeMembers = writer(engine, (db, v: { pool_id: string; group_name: string }) =>
    db.deleteFrom('memberships').where((eb) => eb.and({ ...v })),
  );

  return {
    byName: (poolId, name) => byName({ poolId, name }),
    list: async (poolId, page) => (await list({ poolId, after: page.after ?? '', limit: page.limit })).map(toGroup),
    insert: (group) => write(insert({ ...toRow(group), incarnation: randomUUID() })),
    update: (group) => write(update(toRow(group))),
    delete: ({ poolId, name }) => [
      write(remove({ pool_id: poolId, name }), removeMembers({ pool_id: poolId, group_name: name })),
    ],
    ...createMemberships(engine),
  };
};

/** Memberships count only while they name the group's incarnation, so one that outlives a race with the group's
 *  deletion never makes a member of a later group of that name. */
const createMemberships = (
  engine: Engine,
): Pick<GroupRepository, 'addMember' | 'removeMember' | 'ofUser' | 'members'> => {
  type Adding = { poolId: string; group: string; sub: string; now: number };
  const add = writer(
    engine,
    (db, v: Adding) =>
      db
        .insertInto('memberships')
        .columns(['pool_id', 'group_name', 'incarnation', 'sub', 'created_at'])
        .expression((eb) =>
          eb
            .selectFrom('user_groups')
            .select((group) => [
              'user_groups.pool_id',
              'user_groups.name',
              'user_groups.incarnation',
              group.cast<string>(group.val(v.sub), 'text').as('sub'),
              group.cast<number>(group.val(v.now), 'bigint').as('created_at'),
            ])
            .where('user_groups.pool_id', '=', v.poolId)
            .where('user_groups.name', '=', v.group),
        )
        .onConflict((on) =>
          on
            .columns(['pool_id', 'group_name', 'sub'])
            .doUpdateSet((eb) => ({ incarnation: eb.ref('excluded.incarnation') })),
        ),
    'group.missing',
  );
  const remove = writer(engine, (db, v: Pick<Tables['memberships'], 'pool_id' | 'group_name' | 'sub'>) =>
    db.deleteFrom('memberships').where((eb) => eb.and({ ...v })),
  );
  const ofUser = reader(engine, (db, v: { poolId: string; sub: string; after: string; limit: number }) =>
    db
      .selectFrom('memberships')
      .innerJoin('user_groups', (join) =>
        join
          .onRef('user_groups.pool_id', '=', 'memberships.pool_id')
          .onRef('user_groups.name', '=', 'memberships.group_name')
          .onRef('user_groups.incarnation', '=', 'memberships.incarnation'),
      )
      .selectAll('user_groups')
      .where('memberships.pool_id', '=', v.poolId)
      .where('memberships.sub', '=', v.sub)
      .where('memberships.group_name', '>', v.after)
      .orderBy('memberships.group_name')
      .limit(v.limit),
  );
  const members = reader(engine, (db, v: { poolId: string; group: string; after: string; limit: number }) =>
    db
      .selectFrom('memberships')
      .innerJoin('user_groups', (join) =>
        join
          .onRef('user_groups.pool_id', '=', 'memberships.pool_id')
          .onRef('user_groups.name', '=', 'memberships.group_name')
          .onRef('user_groups.incarnation', '=', 'memberships.incarnation'),
      )
      .innerJoin('users', (join) =>
        join.onRef('users.pool_id', '=', 'memberships.pool_id').onRef('users.sub', '=', 'memberships.sub'),
      )
      .select(userColumns)
      .where('memberships.pool_id', '=', v.poolId)
      .where('memberships.group_name', '=', v.group)
      .where('memberships.sub', '>', v.after)
      .orderBy('memberships.sub')
      .limit(v.limit),
  );

  return {
    addMember: (poolId, group, sub, now) => write(add({ poolId, group, sub, now })),
    removeMember: (poolId, group, sub) => write(remove({ pool_id: poolId, group_name: group, sub })),
    ofUser: async (poolId, sub, page) =>
      (await ofUser({ poolId, sub, after: page.after ?? '', limit: page.limit })).map(toGroup),
    members: async (poolId, group, page) =>
      (await members({ poolId, group, after: page.after ?? '', limit: page.limit })).map(toUser),
  };
};

const toRow = (group: Group): Omit<GroupRow, 'incarnation'> => ({
  pool_id: group.poolId,
  name: group.name,
  description: group.description ?? null,
  role_arn: group.roleArn ?? null,
  precedence: group.precedence ?? null,
  created_at: group.createdAt,
  modified_at: group.modifiedAt,
  version: group.version,
});

const toGroup = (row: GroupRow): Group => ({
  poolId: row.pool_id,
  name: row.name,
  ...(row.description !== null && { description: row.description }),
  ...(row.role_arn !== null && { roleArn: row.role_arn }),
  ...(row.precedence !== null && { precedence: row.precedence }),
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
});
