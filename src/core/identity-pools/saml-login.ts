/**
 * SAML responses of providers that are registered in IAM, made for AWS's sign-in as service provider. Source: IAM user
 * guide, "Configure SAML assertions for the authentication response"; saml-profiles-2.0-os section 4.1.4.3.
 */
import type { Core } from '../core.ts';
import { isEarly, isLate } from '../federation/saml/check.ts';
import { bearersAtAws, isAwsRecipient, isForAws } from '../federation/saml/for-aws.ts';
import { entityArn, type SamlProvider } from '../iam/records.ts';
import { type SamlAssertion, SamlRefused, type SamlResponse } from '../ports.ts';
import { type WebIdentity, WebIdentityRefused } from './web-identity.ts';

/** As the default map of principal tags calls the subject. */
const NAME_ID = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier';

/** Throws `WebIdentityRefused`. */
export const proveSamlLogin = async (
  core: Pick<Core, 'clock' | 'saml' | 'store'>,
  arn: string,
  encoded: string,
): Promise<Pick<WebIdentity, 'claims' | 'subject'>> => {
  const provider = await samlProvider(core, arn);
  const { assertion, issuer, destination } = await readSigned(core, provider, encoded);
  const { entityId } = provider.metadata;
  if (assertion.issuer !== entityId || (issuer ?? entityId) !== entityId) throw new WebIdentityRefused('issuer');
  if (destination && !isAwsRecipient(destination)) throw new WebIdentityRefused('audience');
  assertForAws(assertion, core.clock.now());
  const subject = assertion.nameId?.value;
  if (!subject) throw new WebIdentityRefused('claim', 'NameID');
  return { subject, claims: { [NAME_ID]: subject, ...claimsOf(assertion), sub: subject, iss: entityId } };
};

const samlProvider = async ({ store }: Pick<Core, 'store'>, arn: string): Promise<SamlProvider> => {
  const [, account = '', name = ''] = /^arn:aws:iam::(\d{12}):saml-provider\/(.+)$/.exec(arn) ?? [];
  const provider = await store.iam.find(account, 'saml-provider', name);
  if (provider === undefined || entityArn(provider) !== arn) throw new WebIdentityRefused('provider', arn);
  return provider;
};

const readSigned = async (
  { saml }: Pick<Core, 'saml'>,
  { metadata }: SamlProvider,
  encoded: string,
): Promise<SamlResponse> => {
  try {
    return await saml.readResponse(encoded, { certificates: metadata.certificates });
  } catch (error) {
    if (!(error instanceof SamlRefused)) throw error;
    throw new WebIdentityRefused(MALFORMED.has(error.reason) ? 'malformed' : 'signature', '', { cause: error });
  }
};

const MALFORMED: ReadonlySet<string> = new Set(['malformed', 'status', 'content']);

/** Anybody may have asked for it: the request's id is not known here. */
const assertForAws = (assertion: SamlAssertion, now: number): void => {
  const { notBefore, notOnOrAfter, authentication } = assertion;
  if (!isForAws(assertion)) throw new WebIdentityRefused('audience');
  if (isEarly(now, notBefore)) throw new WebIdentityRefused('not-yet');
  const bearers = bearersAtAws(assertion);
  if (bearers.length === 0) throw new WebIdentityRefused('audience');
  const ends = [notOnOrAfter, authentication?.sessionNotOnOrAfter];
  const current = bearers.some(
    (one) => one.notOnOrAfter !== undefined && !isEarly(now, one.notBefore) && !isLate(now, one.notOnOrAfter),
  );
  if (current && !ends.some((end) => isLate(now, end))) return;
  const end = Math.min(...[...ends, ...bearers.map((one) => one.notOnOrAfter)].filter((at) => at !== undefined));
  throw new WebIdentityRefused('expired', Number.isFinite(end) ? String(Math.floor(end / 1_000)) : '0');
};

/** A claim with one value is text, one with several a list. */
const claimsOf = ({ attributes }: SamlAssertion): Record<string, unknown> => {
  const all = new Map<string, string[]>();
  for (const { name, values } of attributes) all.set(name, [...(all.get(name) ?? []), ...values]);
  return Object.fromEntries([...all].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
};
