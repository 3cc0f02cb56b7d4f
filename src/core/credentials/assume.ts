/**
 * Taking on a role: by credentials, or by what an identity pool knows of somebody. With tokens and assertions of others
 * it is web-identity.ts and saml.ts.
 * Source: STS API reference, AssumeRole; Cognito developer guide, "Identity pools authentication flow".
 */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import { roleByArn } from '../iam/find.ts';
import { policiesOf } from '../iam/policies-of.ts';
import type { Role } from '../iam/records.ts';
import { IDENTITY_PROVIDER } from '../identity-pools/tokens.ts';
import { type RequestCircumstances, requestContext } from '../policies/context.ts';
import { callerOf, type SignedCircumstances, signedContext } from '../policies/signed.ts';
import { AccessDenied } from './denied.ts';
import { type Principal, principalArn } from './principal.ts';
import { AN_HOUR, type AssumedRole, beginRoleSession } from './role-session.ts';
import type { SessionPolicies, Tags } from './session-limits.ts';
import { sessionTags } from './session-tags.ts';
import { roleEntries, trusted } from './trust.ts';

export type { AssumedRole } from './role-session.ts';

export interface RoleRequest extends SessionPolicies {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Seconds; an hour unless it is given. */
  readonly durationSeconds?: number | undefined;
  /** Bytes of the session token. */
  readonly minimumSize?: number | undefined;
}

export interface AssumeRole extends RoleRequest {
  readonly tags?: Tags;
  /** Names of tags that go along when the session takes on another role. */
  readonly transitiveTagKeys?: readonly string[] | undefined;
  readonly externalId?: string | undefined;
  readonly sourceIdentity?: string | undefined;
}

type Needs = Pick<Core, 'clock' | 'random' | 'sealer' | 'store'>;

/**
 * Throws AccessDeniedException (the trust policy or the caller's own policies do not grant it, or there is no such
 * role), InvalidParameterException, MalformedPolicyDocumentException, PackedPolicyTooLargeException.
 */
export const assumeRole = async (
  core: Needs,
  caller: Principal,
  about: SignedCircumstances,
  asked: AssumeRole,
): Promise<AssumedRole> => {
  assertChainable(caller, asked);
  const { tags, transitive } = sessionTags(asked.tags ?? {}, asked.transitiveTagKeys ?? [], caller.session);
  const sourceIdentity = sourceIdentityOf(caller, asked);
  const role = await trustedRole(core, caller, about, { ...asked, sourceIdentity });
  return beginRoleSession(core, role, {
    ...asked,
    facts: {
      ...(Object.keys(tags).length > 0 && { tags }),
      ...(transitive.length > 0 && { transitiveTagKeys: transitive }),
      ...(sourceIdentity !== undefined && { sourceIdentity }),
    },
  });
};

const assertChainable = (caller: Principal, { durationSeconds = 0 }: AssumeRole): void => {
  if (caller.kind !== 'role-session' || durationSeconds <= AN_HOUR) return;
  throw invalidParameter(
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
  );
};

/** Once set it stays, through all roles that are taken on with it. */
const sourceIdentityOf = (caller: Principal, { roleArn, sourceIdentity }: AssumeRole): string | undefined => {
  const set = caller.session?.sourceIdentity;
  if (set === undefined || sourceIdentity === undefined || set === sourceIdentity) return set ?? sourceIdentity;
  throw new AccessDenied(
    `User: ${principalArn(caller)} is not authorized to perform: sts:SetSourceIdentity on resource: ${roleArn}`,
  );
};

const trustedRole = async (
  core: Pick<Core, 'store'>,
  caller: Principal,
  about: SignedCircumstances,
  asked: AssumeRole,
): Promise<Role> => {
  const { roleArn, sessionName, tags: passed = {}, transitiveTagKeys, externalId, sourceIdentity } = asked;
  const [role, policies] = await Promise.all([roleByArn(core, roleArn), policiesOf(core, caller)]);
  const { tags: principalTags, ...own } = policies ?? { tags: {}, session: [] };
  const hasTags = Object.keys(passed).length > 0;
  const circumstances = {
    ...about,
    principalTags,
    resourceTags: role?.tags,
    requestTags: hasTags ? passed : undefined,
  };
  const context = signedContext(caller, circumstances, [
    ...roleEntries(role, sessionName),
    ['sts:ExternalId', externalId],
    ['sts:SourceIdentity', sourceIdentity],
    ['sts:TransitiveTagKeys', transitiveTagKeys],
  ]);
  return trusted(role, {
    principal: callerOf(caller),
    action: 'sts:AssumeRole',
    roleArn,
    context,
    tags: hasTags,
    sourceIdentity: sourceIdentity !== undefined,
    own,
  });
};

/** What an identity pool knows of somebody who signed in there, or of a guest. */
export interface IdentityFacts extends SessionPolicies {
  readonly poolId: string;
  readonly identityId: string;
  /** `unauthenticated`; or `authenticated` and the providers. */
  readonly amr: readonly string[];
  /** `aws:PrincipalTag/…` of the session: the role must grant sts:TagSession. */
  readonly tags?: Tags;
  /** Seconds; an hour unless it is given. */
  readonly durationSeconds?: number | undefined;
}

/** `RoleSessionName` of the enhanced flow. */
export const IDENTITY_SESSION_NAME = 'CognitoIdentityCredentials';

/** The enhanced flow: nobody signs, the role must trust the identity pool. Throws AccessDeniedException. */
export const assumeRoleForIdentity = async (
  core: Needs,
  roleArn: string,
  identity: IdentityFacts,
  about: Pick<RequestCircumstances, 'region' | 'secure' | 'sourceIp' | 'userAgent'>,
): Promise<AssumedRole> => {
  const { tags = {}, durationSeconds, policy, policyArns } = identity;
  const keys = identityKeys(identity);
  const found = await roleByArn(core, roleArn);
  const hasTags = Object.keys(tags).length > 0;
  const principal = { type: 'web-identity', provider: IDENTITY_PROVIDER } as const;
  const circumstances = { ...about, at: core.clock.now(), resourceTags: found?.tags };
  const context = requestContext(principal, { ...circumstances, requestTags: hasTags ? tags : undefined }, [
    ...roleEntries(found, IDENTITY_SESSION_NAME),
    ...keys,
  ]);
  const action = 'sts:AssumeRoleWithWebIdentity';
  const role = trusted(found, { principal, action, roleArn, context, tags: hasTags, sourceIdentity: false });
  const federation = { provider: IDENTITY_PROVIDER, keys: Object.fromEntries(keys) };
  return beginRoleSession(core, role, {
    sessionName: IDENTITY_SESSION_NAME,
    durationSeconds,
    policy,
    policyArns,
    facts: { federation, ...(hasTags && { tags }) },
  });
};

/** Cognito developer guide, "IAM roles", "Using role trust and permissions". */
export const identityKeys = ({
  poolId,
  identityId,
  amr,
}: Pick<IdentityFacts, 'amr' | 'identityId' | 'poolId'>): [string, string | readonly string[]][] => [
  [`${IDENTITY_PROVIDER}:aud`, poolId],
  [`${IDENTITY_PROVIDER}:sub`, identityId],
  [`${IDENTITY_PROVIDER}:amr`, amr],
];
