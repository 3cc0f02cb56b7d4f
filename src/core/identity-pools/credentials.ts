/** The enhanced flow: credentials of the role that an identity takes on. Source: API reference, GetCredentialsForIdentity. */
import type { Core } from '../core.ts';
import { assumeRoleForIdentity, IDENTITY_SESSION_NAME } from '../credentials/assume.ts';
import { ServiceError } from '../errors.ts';
import { accountIn } from '../policies/arn.ts';
import type { RequestCircumstances } from '../policies/context.ts';
import { ForeignStsFailed } from '../ports.ts';
import { invalidRoles } from './errors.ts';
import { GUEST_POLICY, GUEST_POLICY_ARN } from './guest-policy.ts';
import { type Identified, type IdentifyingCore, identify } from './identify.ts';
import { principalTagsOf } from './principal-tags.ts';
import type { Logins } from './prove-logins.ts';
import { chooseRole } from './role-choice.ts';
import { signIdentityToken } from './tokens.ts';

export interface IdentityCredentials {
  readonly identityId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** Seconds. */
const LIFETIME = 3_600;
const TOKEN_LIFETIME = 600;

type Needs = IdentifyingCore & Pick<Core, 'foreignSts' | 'sealer'>;
type Circumstances = Pick<RequestCircumstances, 'secure' | 'sourceIp' | 'userAgent'>;

/**
 * Throws NotAuthorizedException, InvalidIdentityPoolConfigurationException (no role, or one that does not trust the
 * pool), ExternalServiceException (credentials from elsewhere), and what `identify` throws.
 */
export const getCredentials = async (
  core: Needs,
  identityId: string,
  given: Logins | undefined,
  custom: string | undefined,
  about: Circumstances,
): Promise<IdentityCredentials> => {
  const identified = await identify(core, identityId, given);
  const roleArn = roleOf(identified, custom);
  const endpoint = core.foreignSts.endpointOf(identified.pool.id);
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = await (endpoint === undefined
    ? assume(core, identified, roleArn, about)
    : assumeElsewhere(core, endpoint, identified, roleArn));
  return { identityId: identified.identity.id, accessKeyId, secretAccessKey, sessionToken, expiresAt };
};

const isGuest = ({ amr }: Identified): boolean => amr[0] === 'unauthenticated';

const roleOf = (identified: Identified, custom: string | undefined): string =>
  chooseRole(identified.pool, { logins: identified.logins, guest: isGuest(identified), custom });

const factsOf = ({ pool, identity, amr, logins, principalTags }: Identified) => ({
  poolId: pool.id,
  identityId: identity.id,
  amr,
  tags: principalTags ?? principalTagsOf(pool, logins),
});

const limitsOf = (identified: Identified) =>
  isGuest(identified) ? { policy: GUEST_POLICY, policyArns: [GUEST_POLICY_ARN] } : {};

/** Roles of other accounts are for the basic flow, whose caller names one: here a token's claim could. */
const assume = async (core: Needs, identified: Identified, roleArn: string, about: Circumstances) => {
  if (accountIn(roleArn) !== identified.pool.account) throw invalidRoles();
  const facts = { ...factsOf(identified), ...limitsOf(identified), durationSeconds: LIFETIME };
  try {
    const { region } = identified.pool;
    return (await assumeRoleForIdentity(core, roleArn, facts, { ...about, region })).credentials;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw invalidRoles(error);
  }
};

/** The other service looks at its own roles; the token says who it is. */
const assumeElsewhere = async (core: Needs, endpoint: string, identified: Identified, roleArn: string) => {
  const { tags, ...facts } = factsOf(identified);
  const token = await signIdentityToken(core, { ...facts, principalTags: tags }, TOKEN_LIFETIME);
  const request = { roleArn, sessionName: IDENTITY_SESSION_NAME, token, durationSeconds: LIFETIME };
  try {
    return await core.foreignSts.assume(endpoint, { ...request, ...limitsOf(identified) });
  } catch (error) {
    if (!(error instanceof ForeignStsFailed)) throw error;
    if (error.kind === 'refused') throw invalidRoles(error);
    throw new ServiceError('ExternalServiceException', 'The service that gives credentials did not answer.', {
      cause: error,
    });
  }
};
