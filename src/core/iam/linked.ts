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

/** How many attach a managed policy, and of how many it is the boundary. */
export const useOf = async (
  core: Pick<Core, 'store'>,
  account: string,
  arn: string,
): Promise<{ readonly attached: number; readonly boundaries: number }> => {
  const [attached, boundaries] = await Promise.all([
    linkedTo(core, account, arn, 'attached'),
    linkedTo(core, account, arn, 'boundary'),
  ]);
  return { attached: attached.length, boundaries: boundaries.length };
};
