/** The repository of IAM. The rule is that of store.ts. */
import type { IamEntities, IamEntity, IamKind, IamLink } from '../iam/records.ts';
import type { PageOf, Write } from './store.ts';

/** How many links of a kind lead to a target. */
export interface LinkCount {
  readonly link: IamLink;
  readonly target: string;
  readonly count: number;
}

export interface IamRepository {
  /** `name` in any capitals. */
  find<Kind extends IamKind>(account: string, kind: Kind, name: string): Promise<IamEntities[Kind] | undefined>;
  byId<Kind extends IamKind>(account: string, kind: Kind, id: string): Promise<IamEntities[Kind] | undefined>;
  /** By name without its capitals, ascending; `after` is a name. */
  list<Kind extends IamKind>(account: string, kind: Kind, page: PageOf<string>): Promise<IamEntities[Kind][]>;
  /** Those whose link leads to the target; by kind and id, ascending; `after` is `{kind}/{id}`. */
  linked(account: string, link: IamLink, target: string, page: PageOf<string>): Promise<IamEntity[]>;
  /** Of the targets that anything leads to. */
  linkCounts(account: string): Promise<LinkCount[]>;
  /** Of all entities that there are. */
  entityCounts(account: string): Promise<{ readonly kind: IamKind; readonly count: number }[]>;
  /** Guards `iam.exists`, and `iam-target.missing` where a link leads to something of this account that is gone. */
  insert(entity: IamEntity): Write[];
  /**
   * From `before` to `after`. Guards `iam.changed` (also where another has the new name) and `iam-target.missing`.
   * What a new link leads to gets a new version, so that it is not deleted at the same time on an older reading.
   */
  update(before: IamEntity, after: IamEntity): Write[];
  /** Guard `iam.changed`. Whoever deletes has seen that nothing leads to it. */
  delete(entity: IamEntity): Write[];
}
