/** Whether a principal may do what a request to a service behind the gateway comes to. */

import type { Core } from '../../core/core.ts';
import { type Attempt, authorize } from '../../core/credentials/authorize.ts';
import { AccessDenied } from '../../core/credentials/denied.ts';
import { type Principal, principalArn } from '../../core/credentials/principal.ts';
import { policiesOf } from '../../core/iam/policies-of.ts';
import type { CompiledStatement } from '../../core/policies/compile.ts';
import type { AttachedPolicy } from '../../core/policies/evaluate.ts';
import type { Service } from './options.ts';

/**
 * Throws AccessDeniedException. What the operator put behind the gateway belongs to one account: nobody of another has
 * anything there, its owner included.
 */
export const grantAll = async (
  core: Pick<Core, 'store'>,
  principal: Principal,
  { account }: Service,
  attempts: readonly Omit<Attempt, 'resourceAccount'>[],
): Promise<void> => {
  const [first] = attempts;
  if (principal.account !== account && principal.kind === 'root') throw denied(principal, first?.action ?? '*');
  await authorize(core, principal, ...attempts.map((attempt) => ({ ...attempt, resourceAccount: account })));
};

/**
 * For requests whose action or resources cannot be told: only who may do everything with the service, whatever a
 * condition would say. Throws AccessDeniedException.
 */
export const grantEverything = async (
  core: Pick<Core, 'store'>,
  principal: Principal,
  { account, name }: Service,
  action = `${name}:*`,
): Promise<void> => {
  const isOwn = principal.account === account;
  if (isOwn && principal.kind === 'root') return;
  const policies = isOwn ? await policiesOf(core, principal) : undefined;
  const { identity = [], boundary, session } = policies ?? {};
  const limits = [...(boundary ? [[boundary]] : []), ...(session ? [session] : [])];
  const needsSession = principal.kind === 'federated-user' && session === undefined;
  const all = [identity, ...limits];
  const granted = all.every((list) => grantsAll(list, name)) && !needsSession;
  if (!granted || all.flat().some((policy) => mayDeny(policy, name))) throw denied(principal, action);
};

/** Whether a policy denies the action on some resource, or under some condition: on which, `*` does not say. */
export const hasPartialDenial = async (
  core: Pick<Core, 'store'>,
  principal: Principal,
  { account }: Service,
  action: string,
): Promise<boolean> => {
  if (principal.kind === 'root' || principal.account !== account) return false;
  const { identity = [], boundary, session = [] } = (await policiesOf(core, principal)) ?? {};
  return [...identity, ...(boundary ? [boundary] : []), ...session].some(({ compiled }) =>
    compiled.statements.some(({ denies, matchesAction }) => denies && matchesAction(action.toLowerCase())),
  );
};

const grantsAll = (policies: readonly AttachedPolicy[], service: string): boolean =>
  policies.some(({ compiled }) => compiled.statements.some((statement) => isFullGrant(statement, service)));

const isFullGrant = ({ denies, source }: CompiledStatement, service: string): boolean => {
  const { action, resource, conditions } = source;
  return (
    !denies &&
    !action.not &&
    action.patterns.some((pattern) => pattern === '*' || pattern.toLowerCase() === `${service}:*`) &&
    resource?.not === false &&
    resource.patterns.includes('*') &&
    conditions.length === 0
  );
};

/** A denial of any part of the service: of what is asked nobody can say whether it is that part. */
const mayDeny = ({ compiled }: AttachedPolicy, service: string): boolean =>
  compiled.statements.some(
    ({ denies, source: { action } }) =>
      denies && (action.not || action.patterns.some((pattern) => speaksOf(pattern.toLowerCase(), service))),
  );

const speaksOf = (pattern: string, service: string): boolean => {
  const named = pattern.split(':', 1)[0] ?? '';
  return /[*?]/.test(named) || named === service;
};

const denied = (principal: Principal, action: string): AccessDenied =>
  new AccessDenied(
    `User: ${principalArn(principal)} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  );
