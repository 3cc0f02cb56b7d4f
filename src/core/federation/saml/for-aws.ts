/**
 * SAML assertions that are made for AWS's sign-in as service provider. Source: IAM user guide, "Configure SAML assertions
 * for the authentication response".
 */
import type { SamlAssertion, SamlConfirmation } from '../../ports.ts';

const AUDIENCES = ['https://signin.aws.amazon.com/saml', 'urn:amazon:webservices'];
const RECIPIENT = /^https:\/\/(?:[a-z0-9-]+\.)?signin\.aws\.amazon\.com\/saml(?:\/acs\/[\w-]+)?$/;
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/** Each restriction must name it. */
export const isForAws = ({ audiences }: Pick<SamlAssertion, 'audiences'>): boolean =>
  audiences.length > 0 && audiences.every((list) => list.some((one) => AUDIENCES.includes(one)));

export const isAwsRecipient = (address: string): boolean => RECIPIENT.test(address);

export const bearersAtAws = ({ confirmations }: Pick<SamlAssertion, 'confirmations'>): SamlConfirmation[] =>
  confirmations.filter(({ method, recipient }) => method === BEARER && isAwsRecipient(recipient ?? ''));
