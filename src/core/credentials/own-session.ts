/**
 * Temporary credentials that are no role's: of the caller (GetSessionToken), or of somebody whom the caller vouches for
 * (GetFederationToken). For an account's owner they last an hour at most.
 */
import type { Core } from '../core.ts';
import { AccessDenied } from './denied.ts';
import type { FederatedUser, Principal, RootPrincipal, UserPrincipal } from './principal.ts';
import { limitsOf, sessionTimes } from './role-session.ts';
import { assertSessionPolicies, packedSize, type SessionPolicies, type Tags } from './session-limits.ts';
import { issueCredentials, type TemporaryCredentials } from './session-token.ts';

type Needs = Pick<Core, 'clock' | 'random' | 'sealer' | 'store'>;
/** Who signs with a long-term key. */
type Owner = RootPrincipal | UserPrincipal;

const TWELVE_HOURS = 43_200;
const OF_ROOT = 3_600;

export interface SessionLength {
  /** Seconds; twelve hours unless it is given. */
  readonly durationSeconds?: number | undefined;
  /** Bytes of the session token. */
  readonly minimumSize?: number | undefined;
}

/** Throws AccessDeniedException for temporary credentials. */
export const ownSession = (core: Needs, caller: Principal, { durationSeconds, minimumSize }: SessionLength) => {
  const owner = longTerm(caller, 'GetSessionToken');
  return issueCredentials(
    core,
    { ...owner, session: sessionTimes(core, secondsOf(owner, durationSeconds)) },
    minimumSize,
  );
};

export interface FederationRequest extends SessionLength, SessionPolicies {
  readonly name: string;
  readonly tags?: Tags;
}

export interface Federated {
  readonly credentials: TemporaryCredentials;
  readonly principal: FederatedUser;
  /** Percent. */
  readonly packedSize?: number | undefined;
}

/**
 * Throws AccessDeniedException for temporary credentials, MalformedPolicyDocumentException, InvalidParameterException,
 * PackedPolicyTooLargeException.
 */
export const federatedSession = async (
  core: Needs,
  caller: Principal,
  asked: FederationRequest,
): Promise<Federated> => {
  const parent = longTerm(caller, 'GetFederationToken');
  const { name, tags = {}, durationSeconds, minimumSize, policy, policyArns } = asked;
  await assertSessionPolicies(core, parent.account, { policy, policyArns });
  const size = packedSize({ policy, policyArns }, tags);
  const times = sessionTimes(core, secondsOf(parent, durationSeconds));
  const session = { ...times, ...limitsOf({ policy, policyArns }), ...(Object.keys(tags).length > 0 && { tags }) };
  const principal: FederatedUser = { kind: 'federated-user', account: parent.account, name, parent, session };
  return { credentials: issueCredentials(core, principal, minimumSize), principal, packedSize: size };
};

const longTerm = (caller: Principal, operation: string): Owner => {
  if (caller.session === undefined && (caller.kind === 'root' || caller.kind === 'user')) return caller;
  throw new AccessDenied(`Cannot call ${operation} with session credentials`);
};

const secondsOf = ({ kind }: Owner, asked: number | undefined): number =>
  kind === 'root' ? Math.min(asked ?? OF_ROOT, OF_ROOT) : (asked ?? TWELVE_HOURS);
