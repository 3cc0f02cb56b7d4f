/** What leads to a managed policy or a group. */
import type { Core } from '../core.ts';
import type { IamEntity, IamLink } from './records.ts';

const READ_AT_ONCE = 500;

/** All of them, by kind and id. */
export const linkedTo = async (
  core: Pick<Core, 'store'>,
  account: string,
  target: string,
  link: IamLink,
): Promise<IamEntity[]> => {
  const found: IamEntity[] = [];
  for (let after: string | undefined; ; ) {
    const page = await core.store.iam.linked(account, link, target, {
      limit: READ_AT_ONCE,
      ...(after !== undefined && { after }),
    });
    found.push(...page);
    const last = page.at(-1);
    if (page.length < READ_AT_ONCE || last === undefined) return found;
    after = `${last.kind}/${last.id}`;
  }
};

export interface PolicyUse {
  /** How many users, groups and roles have it attached. */
  readonly attached: number;
  /** Of how many users and roles it is the permissions boundary. */
  readonly boundaries: number;
}

/** By the ARN of a managed policy. */
export const usesOfPolicies = async (
  core: Pick<Core, 'store'>,
  account: string,
): Promise<(arn: string) => PolicyUse> => {
  const counts = await core.store.iam.linkCounts(account);
  const byLink = new Map(counts.map(({ link, target, count }) => [`${link} ${target}`, count]));
  return (arn) => ({
    attached: byLink.get(`attached ${arn}`) ?? 0,
    boundaries: byLink.get(`boundary ${arn}`) ?? 0,
  });
};
