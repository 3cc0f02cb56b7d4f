/**
 * IAM's entities. Each is one row, its policies included; links (iam_links) repeat what leads to others, so that it is
 * found from the other end.
 */
import type { IamEntities, IamEntity, IamKind, IamLink } from '../../core/iam/records.ts';
import type { IamRepository } from '../../core/ports.ts';
import type { Engine, Step } from '../engine.ts';
import type { Tables } from '../schema.ts';
import { reader, writer } from '../statement.ts';
import { write } from '../write.ts';

type Row = Tables['iam_entities'];
type LinkRow = Tables['iam_links'];
type Key = Pick<Row, 'account' | 'entity_key' | 'kind'>;

export const createIam = (engine: Engine): IamRepository => {
  const byKey = reader(engine, (db, v: Key) =>
    db
      .selectFrom('iam_entities')
      .selectAll()
      .where((eb) => eb.and({ ...v })),
  );
  const byId = reader(engine, (db, v: Pick<Row, 'account' | 'id' | 'kind'>) =>
    db
      .selectFrom('iam_entities')
      .selectAll()
      .where((eb) => eb.and({ ...v })),
  );
  const list = reader(engine, (db, v: { account: string; kind: string; after: string; limit: number }) =>
    db
      .selectFrom('iam_entities')
      .selectAll()
      .where('account', '=', v.account)
      .where('kind', '=', v.kind)
      .where('entity_key', '>', v.after)
      .orderBy('entity_key')
      .limit(v.limit),
  );
  const changes = createChanges(engine);

  return {
    find: async (account, kind, name) => toEntity((await byKey({ account, kind, entity_key: keyOf(kind, name) }))[0]),
    byId: async (account, kind, id) => toEntity((await byId({ account, kind, id }))[0]),
    list: async (account, kind, { limit, after }) => {
      const rows = await list({ account, kind, limit, after: after === undefined ? '' : keyOf(kind, after) });
      return rows.map((row) => entityOf(row));
    },
    linked: createLinked(engine),
    ...createCounts(engine),
    ...changes,
  };
};

const createLinked = (engine: Engine): IamRepository['linked'] => {
  type Wanted = { account: string; link: string; target: string; kind: string; id: string; limit: number };
  const read = reader(engine, (db, v: Wanted) =>
    db
      .selectFrom('iam_links')
      .innerJoin('iam_entities', (join) =>
        join
          .onRef('iam_entities.account', '=', 'iam_links.account')
          .onRef('iam_entities.kind', '=', 'iam_links.kind')
          .onRef('iam_entities.id', '=', 'iam_links.id'),
      )
      .selectAll('iam_entities')
      .where('iam_links.account', '=', v.account)
      .where('iam_links.link', '=', v.link)
      .where('iam_links.target', '=', v.target)
      .where((eb) =>
        eb.or([
          eb('iam_links.kind', '>', v.kind),
          eb.and([eb('iam_links.kind', '=', v.kind), eb('iam_links.id', '>', v.id)]),
        ]),
      )
      .orderBy('iam_links.kind')
      .orderBy('iam_links.id')
      .limit(v.limit),
  );
  return async (account, link, target, { limit, after }) => {
    const [kind = '', id = ''] = after?.split('/') ?? [];
    return (await read({ account, link, target, kind, id, limit })).map((row) => entityOf(row));
  };
};

const createCounts = (engine: Engine): Pick<IamRepository, 'entityCounts' | 'linkCounts'> => {
  const links = reader(engine, (db, v: { account: string }) =>
    db
      .selectFrom('iam_links')
      .select(({ fn }) => ['link', 'target', fn.countAll().as('count')])
      .where('account', '=', v.account)
      .groupBy(['link', 'target']),
  );
  const entities = reader(engine, (db, v: { account: string }) =>
    db
      .selectFrom('iam_entities')
      .select(({ fn }) => ['kind', fn.countAll().as('count')])
      .where('account', '=', v.account)
      .groupBy('kind'),
  );
  // PostgreSQL counts in bigint, which comes as text.
  return {
    linkCounts: async (account) =>
      (await links({ account })).map(({ link, target, count }) => ({
        link: link as IamLink,
        target,
        count: Number(count),
      })),
    entityCounts: async (account) =>
      (await entities({ account })).map(({ kind, count }) => ({ kind: kind as IamKind, count: Number(count) })),
  };
};

type Changes = Pick<IamRepository, 'delete' | 'insert' | 'update'>;

const createChanges = (engine: Engine): Changes => {
  const insert = writer(
    engine,
    (db, v: Row) =>
      db
        .insertInto('iam_entities')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'iam.exists',
  );
  const update = writer(
    engine,
    (db, { body, version, ...key }: Omit<Row, 'id'>) =>
      db
        .updateTable('iam_entities')
        .set({ body })
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where((eb) => eb.and({ ...key, version })),
    'iam.changed',
  );
  const rename = writer(
    engine,
    (db, { from, account, kind, entity_key, body, version }: Omit<Row, 'id'> & { from: string }) =>
      db
        .updateTable('iam_entities')
        .set({ entity_key, body })
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where((eb) => eb.and({ account, kind, entity_key: from, version }))
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('iam_entities as other')
                .select('other.id')
                .where('other.account', '=', account)
                .where('other.kind', '=', kind)
                .where('other.entity_key', '=', entity_key),
            ),
          ),
        ),
    'iam.changed',
  );
  const remove = writer(
    engine,
    (db, v: Key & Pick<Row, 'version'>) => db.deleteFrom('iam_entities').where((eb) => eb.and({ ...v })),
    'iam.changed',
  );
  const links = createLinks(engine);
  const keyed = (entity: IamEntity) => ({ ...placeOf(entity), version: entity.version });

  return {
    insert: (entity) => [write(insert(toRow(entity)), ...links.change([], linksOf(entity), entity))],
    update: (before, after) => {
      const { id: _, ...row } = toRow({ ...after, version: before.version });
      const { entity_key } = placeOf(before);
      const step = entity_key === row.entity_key ? update(row) : rename({ ...row, from: entity_key });
      return [write(step, ...links.change(linksOf(before), linksOf(after), after))];
    },
    delete: (entity) => [write(remove(keyed(entity)), ...links.change(linksOf(entity), [], entity))],
  };
};

interface Leading {
  readonly link: IamLink;
  readonly target: string;
}

const createLinks = (engine: Engine) => {
  const insert = writer(engine, (db, v: LinkRow) =>
    db
      .insertInto('iam_links')
      .values(v)
      .onConflict((on) => on.doNothing()),
  );
  const remove = writer(engine, (db, v: LinkRow) => db.deleteFrom('iam_links').where((eb) => eb.and({ ...v })));
  const touchPolicy = writer(
    engine,
    (db, v: Key) =>
      db
        .updateTable('iam_entities')
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where((eb) => eb.and({ ...v })),
    'iam-target.missing',
  );
  const touchGroup = writer(
    engine,
    (db, v: Pick<Row, 'account' | 'id' | 'kind'>) =>
      db
        .updateTable('iam_entities')
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where((eb) => eb.and({ ...v })),
    'iam-target.missing',
  );
  const touch = (account: string, { link, target }: Leading): Step[] => {
    if (link === 'member') return [touchGroup({ account, kind: 'group', id: target })];
    const own = target.startsWith(`arn:aws:iam::${account}:policy/`);
    const name = target.slice(target.lastIndexOf('/') + 1);
    return own ? [touchPolicy({ account, kind: 'policy', entity_key: keyOf('policy', name) })] : [];
  };
  return {
    change: (before: readonly Leading[], after: readonly Leading[], { account, kind, id }: IamEntity): Step[] => {
      const added = after.filter((one) => !before.some((other) => isSame(one, other)));
      const gone = before.filter((one) => !after.some((other) => isSame(one, other)));
      // One target may be led to twice (attached and boundary): a batch touches each row once.
      const targets = added.filter((one, at) => added.findIndex(({ target }) => target === one.target) === at);
      return [
        ...gone.map((one) => remove({ account, kind, id, ...one })),
        ...added.map((one) => insert({ account, kind, id, ...one })),
        ...targets.flatMap((one) => touch(account, one)),
      ];
    },
  };
};

const isSame = (one: Leading, other: Leading): boolean => one.link === other.link && one.target === other.target;

/** Each link of an entity once. */
const linksOf = (entity: IamEntity): Leading[] => [
  ...('attached' in entity ? entity.attached.map((target) => ({ link: 'attached', target }) as const) : []),
  ...('boundary' in entity && entity.boundary !== undefined
    ? [{ link: 'boundary', target: entity.boundary } as const]
    : []),
  ...(entity.kind === 'user' ? entity.groups.map((target) => ({ link: 'member', target }) as const) : []),
];

/** Addresses of providers keep their capitals. */
const keyOf = (kind: IamKind, name: string): string => (kind === 'oidc-provider' ? name : name.toLowerCase());

const placeOf = ({ account, kind, name }: IamEntity): Key => ({ account, kind, entity_key: keyOf(kind, name) });

const toRow = (entity: IamEntity): Row => {
  const { version, ...body } = entity;
  return { ...placeOf(entity), id: entity.id, body: JSON.stringify(body), version };
};

const entityOf = <Kind extends IamKind>(row: Row): IamEntities[Kind] =>
  ({ ...JSON.parse(row.body), version: row.version }) as IamEntities[Kind];

const toEntity = <Kind extends IamKind>(row: Row | undefined): IamEntities[Kind] | undefined =>
  row && entityOf<Kind>(row);
