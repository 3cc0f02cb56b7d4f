/**
 * Taking on a role with a SAML assertion of a provider that the role's account has registered.
 * Source: STS API reference, AssumeRoleWithSAML; IAM user guide, "Configure SAML assertions for the authentication
 * response", "Available keys for SAML-based AWS STS federation".
 */
import { createHash } from 'node:crypto';
import type { Core } from '../core.ts';
import { roleByArn } from '../iam/find.ts';
import { entityArn, type SamlProvider } from '../iam/records.ts';
import { accountIn } from '../policies/arn.ts';
import { type RequestCircumstances, requestContext } from '../policies/context.ts';
import { SamlRefused, type SamlResponse } from '../ports.ts';
import type { AssumedRole, RoleRequest } from './assume.ts';
import { beginRoleSession } from './role-session.ts';
import { type CheckedAssertion, checkAssertion, invalidAssertion, refusedMessage } from './saml-assertion.ts';
import { passedSession } from './session-claims.ts';
import { roleEntries, trusted } from './trust.ts';

export interface AssumeRoleWithSaml extends Omit<RoleRequest, 'sessionName'> {
  /** Of the SAML provider. */
  readonly principalArn: string;
  /** The response, in base64. */
  readonly assertion: string;
}

export interface AssumedWithSaml extends AssumedRole {
  readonly subject: string;
  /** `persistent`, `transient`, or the whole name of another format. */
  readonly subjectType: string;
  readonly issuer: string;
  /** The Recipient that was confirmed. */
  readonly audience: string;
  readonly nameQualifier: string;
}

type Needs = Pick<Core, 'clock' | 'random' | 'saml' | 'sealer' | 'store'>;

/**
 * Throws InvalidIdentityTokenException, ExpiredTokenException (the assertion), AccessDeniedException (the role),
 * InvalidParameterException, MalformedPolicyDocumentException, PackedPolicyTooLargeException.
 */
export const assumeRoleWithSaml = async (
  core: Needs,
  about: RequestCircumstances,
  asked: AssumeRoleWithSaml,
): Promise<AssumedWithSaml> => {
  const { roleArn, principalArn } = asked;
  const provider = await providerOf(core, asked);
  const checked = checkAssertion(await read(core, provider, asked.assertion), {
    now: core.clock.now(),
    issuer: provider.metadata.entityId,
    roleArn,
    principalArn,
  });
  const { sessionName, tags: given, transitiveTagKeys: transitive, until } = checked;
  const { tags, transitiveTagKeys, sourceIdentity } = passedSession(given, transitive, checked.sourceIdentity);
  const found = await roleByArn(core, roleArn);
  const keys = keysOf(provider, checked);
  const principal = { type: 'saml', provider: principalArn } as const;
  const context = requestContext(principal, { ...about, requestTags: tags, resourceTags: found?.tags }, [
    ...roleEntries(found, sessionName),
    ['sts:SourceIdentity', sourceIdentity],
    ['sts:TransitiveTagKeys', transitiveTagKeys],
    ...Object.entries(keys),
  ]);
  const role = trusted(found, {
    principal,
    action: 'sts:AssumeRoleWithSAML',
    roleArn,
    context,
    tags: tags !== undefined,
    sourceIdentity: sourceIdentity !== undefined,
  });
  const assumed = await beginRoleSession(core, role, {
    ...asked,
    sessionName,
    until,
    facts: { federation: { provider: principalArn, keys }, tags, transitiveTagKeys, sourceIdentity },
  });
  const { subject, subjectType, issuer, recipient: audience } = checked;
  return { ...assumed, subject, subjectType, issuer, audience, nameQualifier: keys['saml:namequalifier'] };
};

/** Of the role's own account. */
const providerOf = async (core: Needs, { roleArn, principalArn }: AssumeRoleWithSaml): Promise<SamlProvider> => {
  const account = accountIn(roleArn) ?? '';
  const prefix = `arn:aws:iam::${account}:saml-provider/`;
  const name = principalArn.startsWith(prefix) ? principalArn.slice(prefix.length) : undefined;
  const found = name === undefined ? undefined : await core.store.iam.find(account, 'saml-provider', name);
  if (found === undefined || entityArn(found) !== principalArn)
    throw invalidAssertion("Specified provider doesn't exist");
  return found;
};

const read = async ({ saml }: Needs, { metadata }: SamlProvider, encoded: string): Promise<SamlResponse> => {
  try {
    return await saml.readResponse(encoded, { certificates: metadata.certificates });
  } catch (error) {
    if (error instanceof SamlRefused) throw invalidAssertion(refusedMessage(error), { cause: error });
    throw error;
  }
};

const keysOf = ({ account, name }: SamlProvider, { subject, subjectType, issuer, recipient }: CheckedAssertion) => ({
  'saml:aud': recipient,
  'saml:iss': issuer,
  'saml:sub': subject,
  'saml:sub_type': subjectType,
  'saml:doc': `${account}/${name}`,
  'saml:namequalifier': createHash('sha1').update(`${issuer}${account}/${name}`).digest('base64'),
});
