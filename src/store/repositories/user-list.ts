/** ListUsers: every page is a range of one index, in that index's order. */
import type { PageOf, SearchableField, UserFilter, UserListKey } from '../../core/ports.ts';
import type { User } from '../../core/users/user.ts';
import type { Engine } from '../engine.ts';
import { afterPrefix, foldCase, folded, indexable, searchColumns } from '../search.ts';
import { type Builder, reader } from '../statement.ts';
import { type StoredUser, toUser, userColumns } from './user-row.ts';

type Values = Record<'poolId' | 'sub' | 'from' | 'fromLower' | 'to' | 'toLower', string> & { limit: number };
type Shape = 'all' | 'equals' | 'prefix' | 'prefix-open' | 'prefix-next' | 'prefix-next-open';
type Listing = (values: Values) => Promise<StoredUser[]>;

export const createUserList = (engine: Engine) => {
  const listings = new Map<string, Listing>();
  const listing = (field: SearchableField, shape: Shape): Listing => {
    const key = `${field} ${shape}`;
    const known = listings.get(key) ?? reader(engine, build(field, shape));
    listings.set(key, known);
    return known;
  };

  return async (poolId: string, filter: UserFilter | undefined, page: PageOf<UserListKey>): Promise<User[]> => {
    const shape = shapeOf(filter, page.after);
    const list = listing(filter?.field ?? 'sub', shape);
    return (await list(valuesOf(poolId, filter, page))).map(toUser);
  };
};

const shapeOf = (filter: UserFilter | undefined, after: UserListKey | undefined): Shape => {
  if (filter === undefined) return 'all';
  if (filter.match === 'equals') return 'equals';
  const open = afterPrefix(filter.value) === undefined ? '-open' : '';
  return `prefix${after === undefined ? '' : '-next'}${open}` as Shape;
};

const valuesOf = (poolId: string, filter: UserFilter | undefined, { after, limit }: PageOf<UserListKey>): Values => {
  const value = filter?.value ?? '';
  const from = indexable(filter?.match === 'prefix' && after !== undefined ? after.value : value);
  return {
    poolId,
    sub: after?.sub ?? '',
    from,
    fromLower: foldCase(from),
    to: afterPrefix(value) ?? '',
    toLower: afterPrefix(foldCase(value)) ?? '',
    limit,
  };
};

const build = (field: SearchableField, shape: Shape) => (db: Builder, v: Values) => {
  const column = searchColumns[field];
  const from = folded(column, { pool: v.poolId, asGiven: v.from, lower: v.fromLower });
  const to = folded(column, { pool: v.poolId, asGiven: v.to, lower: v.toLower });
  const bySub = (query: Selection) => query.where('sub', '>', v.sub).orderBy('sub');
  const byColumn = (query: Selection) => (column === 'sub' ? query : query.orderBy(column)).orderBy('sub');
  const upTo = (query: Selection) => query.where(column, '<', to);
  const next = (query: Selection) =>
    column === 'sub'
      ? query.where('sub', '>', v.sub)
      : // "Not null" follows from the comparison, but only a word lets the engines see that the index is whole enough.
        query
          .where(column, 'is not', null)
          .where(({ eb, refTuple, tuple }) => eb(refTuple(column, 'sub'), '>', tuple(from as string, v.sub)));

  const steps: Record<Shape, (query: Selection) => Selection> = {
    all: bySub,
    equals: (query) => bySub(query.where(column, '=', from)),
    prefix: (query) => upTo(byColumn(query.where(column, '>=', from))),
    'prefix-open': (query) => byColumn(query.where(column, '>=', from)),
    'prefix-next': (query) => upTo(byColumn(next(query))),
    'prefix-next-open': (query) => byColumn(next(query)),
  };
  return steps[shape](select(db, v.poolId)).limit(v.limit);
};

const select = (db: Builder, poolId: string) =>
  db.selectFrom('users').select(userColumns).where('pool_id', '=', poolId);

type Selection = ReturnType<typeof select>;
