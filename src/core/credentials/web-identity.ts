/**
 * Taking on a role with a token: of this deployment's identity pools, of OpenID Connect providers that the role's account
 * has registered (user pools of this deployment among them), and of providers that everybody knows.
 * Source: STS API reference, AssumeRoleWithWebIdentity; IAM user guide, "IAM and AWS STS condition context keys".
 */
import { unverifiedPayload } from '../../crypto/jws.ts';
import type { Core } from '../core.ts';
import { roleByArn } from '../iam/find.ts';
import { verifyWebIdentity } from '../identity-pools/logins.ts';
import { isStillHeld } from '../identity-pools/token-holder.ts';
import { IDENTITY_PROVIDER, identityIssuer, verifyIdentityToken } from '../identity-pools/tokens.ts';
import { type WebIdentity, WebIdentityRefused } from '../identity-pools/web-identity.ts';
import { accountIn } from '../policies/arn.ts';
import { type RequestCircumstances, requestContext } from '../policies/context.ts';
import { type AssumedRole, identityKeys, type RoleRequest } from './assume.ts';
import { beginRoleSession } from './role-session.ts';
import { claimedSession, type PassedSession } from './session-claims.ts';
import { roleEntries, trusted } from './trust.ts';
import { tokenRefusal } from './web-identity-refusal.ts';

export interface AssumeRoleWithWebIdentity extends RoleRequest {
  readonly token: string;
  /** `graph.facebook.com` or `www.amazon.com`, whose tokens do not say whose they are. */
  readonly providerId?: string | undefined;
}

export interface AssumedWithWebIdentity extends AssumedRole {
  readonly subject: string;
  readonly audience: string;
  readonly issuer: string;
}

type Needs = Pick<Core, 'clock' | 'directory' | 'fetch' | 'random' | 'sealer' | 'settings' | 'signer' | 'store'>;

/** What a token proves, in the words of trust policies. */
interface Proof extends PassedSession {
  /** As `Principal.Federated` names it. */
  readonly provider: string;
  readonly keys: readonly (readonly [string, string | readonly string[]])[];
  readonly subject: string;
  readonly audience: string;
  readonly issuer: string;
}

/**
 * Throws InvalidIdentityTokenException, ExpiredTokenException, IDPCommunicationErrorException, IDPRejectedClaimException
 * (the token), AccessDeniedException (the role), InvalidParameterException, MalformedPolicyDocumentException,
 * PackedPolicyTooLargeException.
 */
export const assumeRoleWithWebIdentity = async (
  core: Needs,
  about: RequestCircumstances,
  asked: AssumeRoleWithWebIdentity,
): Promise<AssumedWithWebIdentity> => {
  const { roleArn, sessionName } = asked;
  const proof = await proofOf(core, asked);
  const { provider, keys, tags, transitiveTagKeys, sourceIdentity } = proof;
  const found = await roleByArn(core, roleArn);
  const circumstances = { ...about, requestTags: tags, resourceTags: found?.tags };
  const context = requestContext({ type: 'web-identity', provider }, circumstances, [
    ...roleEntries(found, sessionName),
    ['sts:SourceIdentity', sourceIdentity],
    ['sts:TransitiveTagKeys', transitiveTagKeys],
    ...keys,
  ]);
  const role = trusted(found, {
    principal: { type: 'web-identity', provider },
    action: 'sts:AssumeRoleWithWebIdentity',
    roleArn,
    context,
    tags: tags !== undefined,
    sourceIdentity: sourceIdentity !== undefined,
  });
  const federation = { provider, keys: Object.fromEntries(keys) };
  const assumed = await beginRoleSession(core, role, {
    ...asked,
    facts: { federation, tags, transitiveTagKeys, sourceIdentity },
  });
  const { subject, audience, issuer } = proof;
  return { ...assumed, subject, audience, issuer };
};

const proofOf = async (core: Needs, asked: AssumeRoleWithWebIdentity): Promise<Proof> => {
  const { token, providerId, roleArn } = asked;
  try {
    const isOwn = unverifiedPayload(token)?.['iss'] === identityIssuer(core.settings);
    if (providerId === undefined && isOwn) return await proofOfIdentity(core, token);
    const identity = await verifyWebIdentity(core, accountIn(roleArn) ?? '', token, providerId);
    const { subject, audience, issuer, claims, provider, providerArn = provider } = identity;
    return { provider: providerArn, keys: keysOf(identity), subject, audience, issuer, ...claimedSession(claims) };
  } catch (error) {
    throw error instanceof WebIdentityRefused ? tokenRefusal(error, core.clock.now(), token) : error;
  }
};

const proofOfIdentity = async (core: Needs, token: string): Promise<Proof> => {
  const found = await verifyIdentityToken(core, token);
  if (found === 'invalid') throw new WebIdentityRefused('signature');
  if (found === 'expired') throw new WebIdentityRefused('expired', String(unverifiedPayload(token)?.['exp']));
  if (!(await isStillHeld(core, found))) throw new WebIdentityRefused('revoked');
  return {
    provider: IDENTITY_PROVIDER,
    keys: identityKeys(found),
    subject: found.identityId,
    audience: found.poolId,
    issuer: IDENTITY_PROVIDER,
    ...claimedSession(found.claims),
  };
};

/** What well-known providers call the app and the person; all others are `aud` and `sub`. */
const OWN_NAMES: Readonly<Record<string, { readonly audience: string; readonly subject: string }>> = {
  'graph.facebook.com': { audience: 'app_id', subject: 'id' },
  'www.amazon.com': { audience: 'app_id', subject: 'user_id' },
};

const keysOf = ({ provider, subject, audience, claims }: WebIdentity): [string, string | readonly string[]][] => {
  const names = OWN_NAMES[provider] ?? { audience: 'aud', subject: 'sub' };
  const { aud, amr, email } = claims;
  const further = { oaud: provider === 'accounts.google.com' ? aud : undefined, amr, email };
  return [
    [`${provider}:${names.audience}`, audience],
    [`${provider}:${names.subject}`, subject],
    ...Object.entries(further).flatMap(([name, value]): [string, string | readonly string[]][] =>
      isTexts(value) ? [[`${provider}:${name}`, value]] : [],
    ),
  ];
};

const isTexts = (value: unknown): value is string | readonly string[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
