/** The enhanced flow: credentials of the role that an identity takes on. Source: API reference, GetCredentialsForIdentity. */
import type { Core } from '../core.ts';
import { assumeRoleForIdentity } from '../credentials/assume.ts';
import { ServiceError } from '../errors.ts';
import type { RequestCircumstances } from '../policies/context.ts';
import { invalidRoles } from './errors.ts';
import { GUEST_POLICY, GUEST_POLICY_ARN } from './guest-policy.ts';
import { type Identified, type IdentifyingCore, identify } from './identify.ts';
import { principalTagsOf } from './principal-tags.ts';
import type { Logins } from './prove-logins.ts';
import { chooseRole } from './role-choice.ts';

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

type Needs = IdentifyingCore & Pick<Core, 'sealer'>;
type Circumstances = Pick<RequestCircumstances, 'secure' | 'sourceIp' | 'userAgent'>;

/**
 * Throws NotAuthorizedException, InvalidIdentityPoolConfigurationException (no role, or one that does not trust the
 * pool), and what `identify` throws.
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
  const { credentials } = await assume(core, identified, roleArn, about);
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials;
  return { identityId: identified.identity.id, accessKeyId, secretAccessKey, sessionToken, expiresAt };
};

const isGuest = ({ amr }: Identified): boolean => amr[0] === 'unauthenticated';

const roleOf = (identified: Identified, custom: string | undefined): string =>
  chooseRole(identified.pool, { logins: identified.logins, guest: isGuest(identified), custom });

const assume = async (core: Needs, identified: Identified, roleArn: string, about: Circumstances) => {
  const { pool, identity, amr, logins, principalTags } = identified;
  const facts = {
    poolId: pool.id,
    identityId: identity.id,
    amr,
    tags: principalTags ?? principalTagsOf(pool, logins),
    durationSeconds: LIFETIME,
    ...(isGuest(identified) && { policy: GUEST_POLICY, policyArns: [GUEST_POLICY_ARN] }),
  };
  try {
    return await assumeRoleForIdentity(core, roleArn, facts, { ...about, region: pool.region });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ServiceError(invalidRoles().code, invalidRoles().message, { cause: error });
  }
};
