/**
 * Whether a response whose signature holds is the answer that is waited for (saml-profiles-2.0-os sections 4.1.4.2 and
 * 4.1.4.3, saml-core-2.0-os section 2.5). Pure.
 */
import type { SamlAssertion, SamlConfirmation, SamlNameId, SamlResponse } from '../../ports.ts';
import { invalidResponse } from './refusal.ts';

export interface Expected {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Entity id of the provider. */
  readonly issuer: string;
  /** Our own entity id. */
  readonly audience: string;
  readonly consumer: string;
  /** Id of our request; undefined: nobody asked, and the response must not say otherwise. */
  readonly inResponseTo: string | undefined;
  /** The provider was told to ask for credentials anew, then. */
  readonly authenticatedSince?: number | undefined;
}

/** By which clocks may differ, in milliseconds. */
export const SKEW = 60_000;

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

export interface CheckedResponse {
  readonly assertion: SamlAssertion;
  readonly nameId: SamlNameId;
  /** From then on it would be refused anyway; epoch milliseconds. */
  readonly expiresAt: number;
}

/** Throws what Cognito answers, as far as its words are known. */
export const checkResponse = (response: SamlResponse, expected: Expected): CheckedResponse => {
  const { assertion } = response;
  checkSender(response, expected);
  if (assertion.audiences.length === 0 || !assertion.audiences.every((one) => one.includes(expected.audience))) {
    throw invalidResponse('Audience restriction is not met');
  }
  checkConditions(assertion, expected);
  const confirmation = confirmationOf(assertion, expected);
  checkAuthentication(assertion, expected);
  if (assertion.nameId === undefined) throw invalidResponse('SAML Assertion has no NameID');
  return { assertion, nameId: assertion.nameId, expiresAt: (confirmation.notOnOrAfter ?? 0) + SKEW };
};

/** Of what need not be signed, all that is there must fit. */
const checkSender = ({ issuer, destination, inResponseTo, assertion }: SamlResponse, expected: Expected): void => {
  if (assertion.issuer !== expected.issuer || (issuer ?? expected.issuer) !== expected.issuer) {
    throw invalidResponse('Issuer does not match the identity provider');
  }
  if ((destination || expected.consumer) !== expected.consumer) throw invalidResponse('Destination does not match');
  if ((inResponseTo ?? expected.inResponseTo) !== expected.inResponseTo)
    throw invalidResponse('InResponseTo does not match');
};

const checkConditions = ({ notBefore, notOnOrAfter, issuedAt }: SamlAssertion, { now }: Expected): void => {
  if (isEarly(now, notBefore) || isEarly(now, issuedAt)) throw invalidResponse('SAML Assertion is not yet valid');
  if (isLate(now, notOnOrAfter)) throw invalidResponse('SAML Assertion has expired');
};

/** One of them must hold in full: that of a bearer, meant for this address, still good, and for this very request. */
const confirmationOf = (assertion: SamlAssertion, expected: Expected): SamlConfirmation => {
  const bearers = assertion.confirmations.filter(({ method }) => method === BEARER);
  const here = bearers.filter(({ recipient }) => recipient === expected.consumer);
  if (here.length === 0) throw invalidResponse('Recipient does not match');
  const answering = here.filter(({ inResponseTo }) => inResponseTo === expected.inResponseTo);
  if (answering.length === 0) throw invalidResponse('InResponseTo does not match');
  const { now } = expected;
  const current = answering.find(
    ({ notBefore, notOnOrAfter }) =>
      notOnOrAfter !== undefined && !isEarly(now, notBefore) && !isLate(now, notOnOrAfter),
  );
  if (!current) throw invalidResponse('SAML Assertion has expired');
  return current;
};

const checkAuthentication = ({ authentication }: SamlAssertion, { now, authenticatedSince }: Expected): void => {
  if (authentication === undefined) throw invalidResponse('SAML Assertion has no AuthnStatement');
  if (isLate(now, authentication.sessionNotOnOrAfter)) throw invalidResponse('SAML session has expired');
  if (authenticatedSince !== undefined && authentication.instant < authenticatedSince - SKEW) {
    throw invalidResponse('The identity provider did not authenticate the user again');
  }
};

export const isEarly = (now: number, from: number | undefined): boolean => from !== undefined && now + SKEW < from;

export const isLate = (now: number, until: number | undefined): boolean => until !== undefined && now - SKEW >= until;
