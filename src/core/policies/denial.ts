/**
 * What AWS says to whom it denies.
 * Source: IAM user guide, "Troubleshoot access denied error messages"; the answers of the real STS.
 */
import type { Decision, PolicyRole } from './evaluate.ts';
import type { AccessRequest, Principal } from './request.ts';

const NAMES: Readonly<Record<PolicyRole, string>> = {
  identity: 'identity-based policy',
  resource: 'resource-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  trust: 'role trust policy',
};

const explicit = (role: PolicyRole): string => {
  if (role === 'identity') return 'with an explicit deny in an identity-based policy';
  return `with an explicit deny in ${role === 'trust' ? 'the' : 'a'} ${NAMES[role]}`;
};

/** `User: … is not authorized to perform: … on resource: … because no identity-based policy allows the … action` */
export const denialMessage = ({ principal, action, resource }: AccessRequest, decision: Decision): string => {
  const place = resource === '*' ? '' : ` on resource: ${resource}`;
  const said = `User: ${callerArn(principal)} is not authorized to perform: ${action}${place}`;
  const { deniedBy } = decision;
  if (deniedBy === undefined) return said;
  if (decision.decision === 'explicitDeny') return `${said} ${explicit(deniedBy)}`;
  return `${said} because no ${NAMES[deniedBy]} allows the ${action} action`;
};

/**
 * STS gives no reason: who may take on a role is the role's owner's business. Who comes with a token or an assertion
 * has no ARN yet.
 */
export const assumptionDenialMessage = ({ principal, resource }: AccessRequest, action: string): string => {
  if (principal.type === 'root') return 'Roles may not be assumed by root accounts.';
  if (principal.type === 'web-identity' || principal.type === 'saml') return `Not authorized to perform ${action}`;
  return `User: ${callerArn(principal)} is not authorized to perform: ${action} on resource: ${resource}`;
};

/** As GetCallerIdentity shows it. */
export const callerArn = (principal: Principal): string => {
  switch (principal.type) {
    case 'root':
      return `arn:aws:iam::${principal.account}:root`;
    case 'user':
    case 'role-session':
    case 'federated-user':
      return principal.arn;
    case 'service':
      return principal.name;
    default:
      return 'anonymous';
  }
};
