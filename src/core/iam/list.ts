/** Lists in pages, as IAM makes them: by name, with a path prefix, and a marker where more follows. */
import type { Core } from '../core.ts';
import { pageToken, readPageToken } from '../paging.ts';
import type { IamEntities, IamKind } from './records.ts';

export interface IamPage {
  readonly marker?: string | undefined;
  readonly maxItems?: number | undefined;
}

export interface IamListing<Row> {
  readonly rows: readonly Row[];
  /** Undefined: it was the last page. */
  readonly marker?: string;
}

const DEFAULT_ITEMS = 100;
const READ_AT_ONCE = 200;

/** Throws InvalidParameterException for a marker that is not this list's. */
export const listEntities = async <Kind extends IamKind>(
  core: Pick<Core, 'sealer' | 'store'>,
  account: string,
  kind: Kind,
  { marker, maxItems = DEFAULT_ITEMS }: IamPage,
  isWanted: (entity: IamEntities[Kind]) => boolean = () => true,
): Promise<IamListing<IamEntities[Kind]>> => {
  const scope = `iam ${account} ${kind}`;
  const found: IamEntities[Kind][] = [];
  let after = readPageToken<string>(core, scope, marker);
  while (found.length <= maxItems) {
    const page = await core.store.iam.list(account, kind, {
      limit: READ_AT_ONCE,
      ...(after !== undefined && { after }),
    });
    found.push(...page.filter(isWanted));
    after = page.at(-1)?.name;
    if (page.length < READ_AT_ONCE) break;
  }
  const rows = found.slice(0, maxItems);
  const last = rows.at(-1);
  return found.length > maxItems && last ? { rows, marker: pageToken(core, scope, last.name) } : { rows };
};

/** Of a list that is at hand as a whole. Throws InvalidParameterException for a marker that is not this list's. */
export const pageOf = <Row>(
  core: Pick<Core, 'sealer'>,
  scope: string,
  all: readonly Row[],
  { marker, maxItems = DEFAULT_ITEMS }: IamPage,
): IamListing<Row> => {
  const from = readPageToken<number>(core, `iam ${scope}`, marker) ?? 0;
  const to = from + maxItems;
  const rows = all.slice(from, to);
  return to < all.length ? { rows, marker: pageToken(core, `iam ${scope}`, to) } : { rows };
};

/** All of a kind of which an account has few. */
export const allOf = async <Kind extends IamKind>(
  core: Pick<Core, 'store'>,
  account: string,
  kind: Kind,
): Promise<IamEntities[Kind][]> => {
  const found: IamEntities[Kind][] = [];
  for (let after: string | undefined; ; ) {
    const page = await core.store.iam.list(account, kind, {
      limit: READ_AT_ONCE,
      ...(after !== undefined && { after }),
    });
    found.push(...page);
    if (page.length < READ_AT_ONCE) return found;
    after = page.at(-1)?.name;
  }
};
