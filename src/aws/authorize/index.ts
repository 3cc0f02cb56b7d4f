/**
 * Whether a signed request may do what it names: which action on which resources that is, by service and operation. An
 * operation that is not listed is refused to everybody but the account's owner.
 */
import type { Core } from '../../core/core.ts';
import { type Attempt, authorize } from '../../core/credentials/authorize.ts';
import { AccessDenied } from '../../core/credentials/denied.ts';
import { type Principal, principalArn } from '../../core/credentials/principal.ts';
import { AwsError } from '../errors.ts';
import type { ServiceName } from '../model/model.ts';
import type { RequestInfo, SignedCaller } from '../operation.ts';
import { circumstancesOf } from './circumstances.ts';
import { cognitoIdentityRules } from './cognito-identity.ts';
import { cognitoIdpRules } from './cognito-idp.ts';
import { iamRules } from './iam.ts';
import type { Asked, Input, Rules } from './rule.ts';
import { stsRules } from './sts.ts';

export const RULES: Readonly<Partial<Record<ServiceName, Rules>>> = {
  'cognito-idp': cognitoIdpRules,
  'cognito-identity': cognitoIdentityRules,
  sts: stsRules,
  iam: iamRules,
};

export interface SignedRequest {
  readonly service: ServiceName;
  readonly operation: string;
  readonly caller: SignedCaller;
  readonly input: object;
  readonly info: RequestInfo;
}

/** Throws AccessDeniedException; AwsError InvalidClientTokenId for credentials that a service does not take. */
export const authorizeRequest = async (
  core: Pick<Core, 'clock' | 'directory' | 'store'>,
  request: SignedRequest,
): Promise<void> => {
  const { service, operation, caller, info } = request;
  const { principal } = caller;
  assertSessionTaken(principal, service, operation);
  if (principal.kind === 'root') return;
  const action = `${service}:${operation}`;
  const rule = RULES[service]?.[operation];
  if (rule === undefined) throw new AccessDenied(unlisted(principal, action));
  if (typeof rule === 'string') return;
  const asked = await rule({ core, caller, input: request.input as Input });
  const about = { ...circumstancesOf(core, info, caller.region), resourceAccount: caller.account };
  await authorize(core, principal, ...attemptsOf(service, action, asked, about));
};

const unlisted = (principal: Principal, action: string): string =>
  `User: ${principalArn(principal)} is not authorized to perform: ${action}`;

const attemptsOf = (service: ServiceName, action: string, asked: Asked, at: Attempt['about']): Attempt[] => {
  const { resources, resourceTags, requestTags, tagKeys, own, passes = [], also = [] } = asked;
  const about = { ...at, resourceTags, requestTags, tagKeys };
  const attempts: Attempt[] = [action, ...also].map((name) => ({ action: name, resources, about, own }));
  if (passes.length > 0) attempts.push(passing(service, passes, at));
  return attempts;
};

/** IAM user guide, "Grant a user permissions to pass a role to an AWS service". */
const passing = (service: ServiceName, roles: readonly string[], about: Attempt['about']): Attempt => ({
  action: 'iam:PassRole',
  resources: roles,
  about,
  own: [['iam:PassedToService', `${service}.amazonaws.com`]],
});

/**
 * Credentials of GetSessionToken and GetFederationToken are not taken everywhere.
 * Source: IAM user guide, "Compare AWS STS credentials".
 */
const assertSessionTaken = (principal: Principal, service: ServiceName, operation: string): void => {
  if (principal.kind === 'role-session' || principal.session === undefined) return;
  if (service === 'iam' && !principal.session.mfa) {
    throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid');
  }
  const taken = principal.kind === 'federated-user' ? OF_FEDERATED_USERS : OF_SESSIONS;
  if (service !== 'sts' || taken.has(operation)) return;
  throw new AccessDenied(`Cannot call ${operation} with session credentials`);
};

const OF_SESSIONS = new Set(['AssumeRole', 'GetCallerIdentity']);
const OF_FEDERATED_USERS = new Set(['GetCallerIdentity']);
