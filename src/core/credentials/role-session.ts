/** Begins the session of a role that somebody may take on: how long, cut down by what, with which tags. */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import type { Role } from '../iam/records.ts';
import type { RoleSession, SessionFacts } from './principal.ts';
import { assertSessionPolicies, packedSize, type SessionPolicies } from './session-limits.ts';
import { issueCredentials, type TemporaryCredentials } from './session-token.ts';

export interface AssumedRole {
  readonly credentials: TemporaryCredentials;
  readonly principal: RoleSession;
  /** Percent. */
  readonly packedSize?: number | undefined;
}

export interface NewRoleSession extends SessionPolicies {
  readonly sessionName: string;
  /** Seconds; an hour unless it is given. */
  readonly durationSeconds?: number | undefined;
  /** It ends then at the latest; epoch milliseconds. */
  readonly until?: number | undefined;
  /** Bytes of the session token. */
  readonly minimumSize?: number | undefined;
  readonly facts?: Omit<SessionFacts, 'expiresAt' | 'issuedAt' | 'policies' | 'policyArns'>;
}

export const AN_HOUR = 3_600;

/** Throws InvalidParameterException, MalformedPolicyDocumentException, PackedPolicyTooLargeException. */
export const beginRoleSession = async (
  core: Pick<Core, 'clock' | 'random' | 'sealer' | 'store'>,
  role: Role,
  { sessionName, durationSeconds = AN_HOUR, until, minimumSize, facts = {}, policy, policyArns }: NewRoleSession,
): Promise<AssumedRole> => {
  if (durationSeconds > role.maxSessionDuration) {
    throw invalidParameter('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  await assertSessionPolicies(core, role.account, { policy, policyArns });
  const size = packedSize({ policy, policyArns }, facts.tags ?? {});
  const principal: RoleSession = {
    kind: 'role-session',
    account: role.account,
    roleName: role.name,
    rolePath: role.path,
    roleId: role.id,
    sessionName,
    session: { ...sessionTimes(core, durationSeconds, until), ...limitsOf({ policy, policyArns }), ...facts },
  };
  return { credentials: issueCredentials(core, principal, minimumSize), principal, packedSize: size };
};

export const sessionTimes = ({ clock }: Pick<Core, 'clock'>, seconds: number, until = Number.POSITIVE_INFINITY) => {
  const issuedAt = clock.now();
  return { issuedAt, expiresAt: Math.min(issuedAt + seconds * 1000, until) };
};

export const limitsOf = ({
  policy,
  policyArns = [],
}: SessionPolicies): Pick<SessionFacts, 'policies' | 'policyArns'> => ({
  ...(policy !== undefined && { policies: [policy] }),
  ...(policyArns.length > 0 && { policyArns }),
});
