/** Managed policies in pages: the account's own first, then those of AWS. */
import type { Core } from '../core.ts';
import { managedPoliciesOfAws } from './aws-policies.ts';
import { type PolicyUse, usesOfPolicies } from './linked.ts';
import { allOf, type IamListing, type IamPage, pageOf } from './list.ts';
import { entityArn, type ManagedPolicy } from './records.ts';

export interface WantedPolicies {
  readonly own: boolean;
  readonly ofAws: boolean;
  readonly underPath: string;
  readonly isWanted: (use: PolicyUse) => boolean;
}

export interface PolicyInUse {
  readonly policy: ManagedPolicy;
  readonly use: PolicyUse;
}

/** Throws InvalidParameterException for a marker that is not this list's. */
export const listPolicies = async (
  core: Pick<Core, 'sealer' | 'store'>,
  account: string,
  { own, ofAws, underPath, isWanted }: WantedPolicies,
  page: IamPage,
): Promise<IamListing<PolicyInUse>> => {
  const useOf = await usesOfPolicies(core, account);
  const policies = [
    ...(own ? await allOf(core, account, 'policy') : []),
    ...(ofAws ? managedPoliciesOfAws() : []),
  ].filter(({ path }) => path.startsWith(underPath));
  const found = policies
    .map((policy) => ({ policy, use: useOf(entityArn(policy)) }))
    .filter(({ use }) => isWanted(use));
  return pageOf(core, `${account} ListPolicies`, found, page);
};
