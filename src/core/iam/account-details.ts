/** All that an account has, in pages: users, groups, roles, its own policies, and those of AWS that are in use. */
import type { Core } from '../core.ts';
import { pageToken, readPageToken } from '../paging.ts';
import { managedPoliciesOfAws } from './aws-policies.ts';
import { type PolicyUse, usesOfPolicies } from './linked.ts';
import type { IamListing, IamPage } from './list.ts';
import { entityArn, type IamEntity, type ManagedPolicy } from './records.ts';

export type Detail = 'user' | 'group' | 'role' | 'policy' | 'aws-policy';
export const DETAILS: readonly Detail[] = ['user', 'group', 'role', 'policy', 'aws-policy'];

interface Position {
  readonly detail: Detail;
  /** Undefined: its beginning. */
  readonly after?: string;
}

type Needs = Pick<Core, 'sealer' | 'store'>;

export interface AccountDetails extends IamListing<IamEntity> {
  readonly useOf: (arn: string) => PolicyUse;
}

const DEFAULT_ITEMS = 100;

/** Throws InvalidParameterException for a marker that is not this account's. */
export const accountDetails = async (
  core: Needs,
  account: string,
  wanted: readonly Detail[],
  { marker, maxItems = DEFAULT_ITEMS }: IamPage,
): Promise<AccountDetails> => {
  const scope = `iam ${account} details`;
  const from = readPageToken<Position>(core, scope, marker);
  const useOf = await usesOfPolicies(core, account);
  const rows: IamEntity[] = [];
  for (const position of positionsFrom(wanted, from)) {
    // One more than a page holds tells whether another follows.
    const limit = maxItems + 1 - rows.length;
    rows.push(...(await readDetail(core, account, useOf, position, limit)));
    if (rows.length > maxItems) break;
  }
  const page = rows.slice(0, maxItems);
  const last = page.at(-1);
  if (rows.length <= maxItems || last === undefined) return { rows: page, useOf };
  return { rows: page, useOf, marker: pageToken(core, scope, { detail: detailOf(last), after: last.name }) };
};

const positionsFrom = (wanted: readonly Detail[], from: Position | undefined): Position[] => {
  const reached = from === undefined ? 0 : DETAILS.indexOf(from.detail);
  return DETAILS.slice(reached)
    .filter((detail) => wanted.includes(detail))
    .map((detail) => (detail === from?.detail ? from : { detail }));
};

const readDetail = (
  core: Needs,
  account: string,
  useOf: AccountDetails['useOf'],
  { detail, after }: Position,
  limit: number,
): Promise<IamEntity[]> | IamEntity[] => {
  if (detail === 'aws-policy') return usedOfAws(useOf, after).slice(0, limit);
  return core.store.iam.list(account, detail, { limit, ...(after !== undefined && { after }) });
};

const usedOfAws = (useOf: AccountDetails['useOf'], after = ''): ManagedPolicy[] =>
  managedPoliciesOfAws().filter((policy) => {
    const { attached, boundaries } = useOf(entityArn(policy));
    return policy.name > after && attached + boundaries > 0;
  });

const detailOf = ({ account, kind }: IamEntity): Detail => (account === 'aws' ? 'aws-policy' : (kind as Detail));
