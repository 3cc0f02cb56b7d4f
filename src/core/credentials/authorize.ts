/** Whether somebody may do what a signed request asks for, by the policies of who signed it. */
import type { Core } from '../core.ts';
import { type PrincipalPolicies, policiesOf } from '../iam/policies-of.ts';
import { denialMessage } from '../policies/denial.ts';
import { evaluate } from '../policies/evaluate.ts';
import type { ContextEntries } from '../policies/request.ts';
import { callerOf, type SignedCircumstances, signedContext } from '../policies/signed.ts';
import { AccessDenied } from './denied.ts';
import type { Principal } from './principal.ts';

export interface Attempt {
  /** `cognito-idp:AdminGetUser` */
  readonly action: string;
  /** ARNs, or `*`; each of them must be allowed. */
  readonly resources: readonly string[];
  readonly about: SignedCircumstances;
  /** Where the ARN names another owner than the one that counts. */
  readonly resourceAccount?: string;
  /** Condition keys of the service that is called. */
  readonly own?: ContextEntries;
}

/** Throws AccessDeniedException in AWS's words. The owner of an account may do everything in it. */
export const authorize = async (
  core: Pick<Core, 'store'>,
  principal: Principal,
  ...attempts: readonly Attempt[]
): Promise<void> => {
  if (principal.kind === 'root') return;
  const policies = (await policiesOf(core, principal)) ?? GONE;
  for (const attempt of attempts) decide(principal, policies, attempt);
};

/** Whoever is gone since the signature was checked. */
const GONE: PrincipalPolicies = { tags: {}, session: [] };

const decide = (
  principal: Principal,
  { tags, ...policies }: PrincipalPolicies,
  { action, resources, resourceAccount, about, own = [] }: Attempt,
): void => {
  const context = signedContext(principal, { ...about, principalTags: tags }, own);
  for (const resource of resources) {
    const request = { principal: callerOf(principal), action, resource, resourceAccount, context };
    const decision = evaluate(request, policies);
    if (decision.decision === 'allowed') continue;
    throw new AccessDenied(denialMessage(request, decision), { principal, request, decision });
  }
};
