/** The managed policies that a user, group or role has. */
import type { AttachedPolicy } from '@aws-sdk/client-iam';
import type { Core } from '../../../core/core.ts';
import { pageOf } from '../../../core/iam/list.ts';
import type { IamGroup, IamUser, Role } from '../../../core/iam/records.ts';
import { pageFields, pageFrom } from './page.ts';

interface Input {
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

interface Output {
  AttachedPolicies: AttachedPolicy[];
  IsTruncated: boolean;
  Marker?: string;
}

const pathOf = (arn: string): string => arn.slice(arn.indexOf(':policy') + ':policy'.length);

export const attachedPolicyType = (arn: string): AttachedPolicy => ({
  PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
  PolicyArn: arn,
});

/** Throws InvalidParameterException for a marker that is not this list's. */
export const attachedPage = (core: Pick<Core, 'sealer'>, holder: IamGroup | IamUser | Role, input: Input): Output => {
  const wanted = holder.attached.filter((arn) => pathOf(arn).startsWith(input.PathPrefix ?? '/'));
  const scope = `${holder.account} attached ${holder.id} ${input.PathPrefix ?? ''}`;
  const listing = pageOf(core, scope, wanted, pageFrom(input));
  return { AttachedPolicies: listing.rows.map(attachedPolicyType), ...pageFields(listing) };
};
