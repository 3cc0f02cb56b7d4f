/**
 * Whether an assertion whose signature holds is meant for STS, and what it says of the session. Pure.
 * Source: IAM user guide, "Configure SAML assertions for the authentication response", "Troubleshoot SAML federation".
 */
import { ServiceError } from '../errors.ts';
import { bearersAtAws, isForAws } from '../federation/saml/for-aws.ts';
import type { SamlAssertion, SamlConfirmation, SamlRefusal, SamlRefused, SamlResponse } from '../ports.ts';

export interface ExpectedAssertion {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Entity id of the provider. */
  readonly issuer: string;
  readonly roleArn: string;
  readonly principalArn: string;
}

export interface CheckedAssertion {
  readonly sessionName: string;
  readonly subject: string;
  readonly subjectType: string;
  readonly issuer: string;
  readonly recipient: string;
  readonly tags: readonly (readonly [string, readonly string[]])[];
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string | undefined;
  /** The provider's own session ends then; epoch milliseconds. */
  readonly until?: number | undefined;
}

export const invalidAssertion = (message: string, options?: ErrorOptions) =>
  new ServiceError('InvalidIdentityTokenException', message, options);

const expired = (message: string) => new ServiceError('ExpiredTokenException', message);

const MESSAGES: Readonly<Record<SamlRefusal, string>> = {
  algorithm: 'Response signature invalid',
  'assertion-signature': 'Response signature invalid',
  content: 'Invalid SAML response',
  encryption: 'Failed to decrypt the SAML assertion',
  malformed: 'Invalid base64 SAMLResponse',
  'response-signature': 'Response signature invalid',
  status: 'Authentication failed at the identity provider',
  unsigned: 'Response signature invalid',
};

export const refusedMessage = ({ reason }: SamlRefused): string => MESSAGES[reason];

const FORMAT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:';
/** Milliseconds. */
const REDEEMABLE = 5 * 60_000;
const SKEW = 60_000;

/** Throws InvalidIdentityTokenException, ExpiredTokenException, AccessDeniedException. */
export const checkAssertion = (response: SamlResponse, expected: ExpectedAssertion): CheckedAssertion => {
  const { assertion } = response;
  const { now, issuer } = expected;
  if (assertion.issuer !== issuer || (response.issuer ?? issuer) !== issuer) {
    throw invalidAssertion('Issuer not present in specified provider');
  }
  if (!isForAws(assertion)) throw invalidAssertion('Response does not contain the required audience');
  checkTimes(assertion, now);
  const recipient = confirmationOf(assertion, now).recipient ?? '';
  if (response.destination && response.destination !== recipient) {
    throw invalidAssertion('Destination does not match the recipient');
  }
  if (assertion.nameId === undefined) throw invalidAssertion('Response does not contain a NameID');
  const attributes = attributesOf(assertion);
  checkRole(attributes, expected);
  return {
    ...sessionOf(attributes),
    subject: assertion.nameId.value,
    subjectType: subjectTypeOf(assertion.nameId.format ?? ''),
    issuer,
    recipient,
    until: assertion.authentication?.sessionNotOnOrAfter,
  };
};

const subjectTypeOf = (format: string): string => (format.startsWith(FORMAT) ? format.slice(FORMAT.length) : format);

const checkTimes = ({ issuedAt, notBefore, notOnOrAfter, authentication }: SamlAssertion, now: number): void => {
  if (now - SKEW > issuedAt + REDEEMABLE) throw expired('Token must be redeemed within 5 minutes of issuance');
  if (issuedAt > now + SKEW || (notBefore ?? 0) > now + SKEW) throw invalidAssertion('Response is not yet valid');
  const ends = [notOnOrAfter, authentication?.sessionNotOnOrAfter];
  if (ends.some((end) => end !== undefined && end <= now - SKEW)) throw expired('Response has expired');
};

const confirmationOf = (assertion: SamlAssertion, now: number): SamlConfirmation => {
  const here = bearersAtAws(assertion).filter(({ inResponseTo }) => inResponseTo === undefined);
  if (here.length === 0) throw invalidAssertion('Response does not contain a valid recipient');
  const current = here.find(
    ({ notBefore = 0, notOnOrAfter = 0 }) => notBefore <= now + SKEW && notOnOrAfter > now - SKEW,
  );
  if (current === undefined) throw expired('Response has expired');
  return current;
};

type Attributes = ReadonlyMap<string, readonly string[]>;

const PREFIX = 'https://aws.amazon.com/SAML/Attributes/';

const attributesOf = ({ attributes }: SamlAssertion): Attributes => {
  const found = new Map<string, readonly string[]>();
  for (const { name, values } of attributes) {
    if (!name.startsWith(PREFIX)) continue;
    const short = name.slice(PREFIX.length);
    found.set(short, [...(found.get(short) ?? []), ...values]);
  }
  return found;
};

/** One of the values names both the role and the provider, in either order. */
const checkRole = (attributes: Attributes, { roleArn, principalArn }: ExpectedAssertion): void => {
  const pairs = (attributes.get('Role') ?? []).map((value) => value.split(',').map((arn) => arn.trim()));
  if (pairs.some((pair) => pair.length === 2 && pair.includes(roleArn) && pair.includes(principalArn))) return;
  throw new ServiceError('AccessDeniedException', 'Not authorized to perform sts:AssumeRoleWithSAML');
};

const TAG = 'PrincipalTag:';

const sessionOf = (attributes: Attributes) => {
  const [sessionName] = attributes.get('RoleSessionName') ?? [];
  if (sessionName === undefined) throw invalidAssertion('RoleSessionName is required in AuthnResponse');
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw invalidAssertion('RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}');
  }
  const tags = [...attributes]
    .filter(([name]) => name.startsWith(TAG))
    .map(([name, values]) => [name.slice(TAG.length), values] as const);
  const [sourceIdentity] = attributes.get('SourceIdentity') ?? [];
  return { sessionName, tags, transitiveTagKeys: attributes.get('TransitiveTagKeys') ?? [], sourceIdentity };
};
