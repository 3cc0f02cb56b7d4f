/** The managed policies that a user, group or role has. */
import type { AttachedPolicy } from '@aws-sdk/client-iam';
import type { Core } from '../../../core/core.ts';
import { pageOf } from '../../../core/iam/list.ts';
import type { IamGroup, IamUser, Role } from '../../../core/iam/records.ts';
import { type PageFields, type PageInput, pageFields, pageFrom } from './page.ts';

const pathOf = (arn: string): string => arn.slice(arn.indexOf(':policy') + ':policy'.length);

export const attachedPolicyType = (arn: string): AttachedPolicy => ({
  PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
  PolicyArn: arn,
});

/** Throws InvalidParameterException for a marker that is not this list's. */
export const attachedPage = (
  core: Pick<Core, 'sealer'>,
  { account, id, attached }: IamGroup | IamUser | Role,
  input: PageInput & { readonly PathPrefix?: string | undefined },
): PageFields & { AttachedPolicies: AttachedPolicy[] } => {
  const { PathPrefix = '/' } = input;
  const wanted = attached.filter((arn) => pathOf(arn).startsWith(PathPrefix));
  const listing = pageOf(core, `${account} attached ${id} ${PathPrefix}`, wanted, pageFrom(input));
  return { AttachedPolicies: listing.rows.map(attachedPolicyType), ...pageFields(listing) };
};
