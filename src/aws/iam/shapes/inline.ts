/** The policies that stand in a user, group or role. */
import type { Core } from '../../../core/core.ts';
import { pageOf } from '../../../core/iam/list.ts';
import type { IamGroup, IamUser, Role } from '../../../core/iam/records.ts';
import { type PageFields, type PageInput, pageFields, pageFrom } from './page.ts';

/** Names only. Throws InvalidParameterException for a marker that is not this list's. */
export const inlinePage = (
  core: Pick<Core, 'sealer'>,
  { account, id, inline }: IamGroup | IamUser | Role,
  input: PageInput,
): PageFields & { PolicyNames: string[] } => {
  const listing = pageOf(core, `${account} inline ${id}`, Object.keys(inline).sort(), pageFrom(input));
  return { PolicyNames: [...listing.rows], ...pageFields(listing) };
};
