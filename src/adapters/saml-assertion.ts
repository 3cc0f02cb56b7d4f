/** Reads an assertion (saml-core-2.0-os section 2) from XML that a valid signature covers. */
import type { Element } from '@xmldom/xmldom';
import {
  type SamlAssertion,
  type SamlAuthentication,
  type SamlConfirmation,
  type SamlNameId,
  SamlRefused,
} from '../core/ports.ts';
import { ASSERTION, attributeOf, children, elementsOf, isNamed, textOf } from './saml-xml.ts';

/** Throws `SamlRefused`. */
export const readAssertion = (assertion: Element): SamlAssertion => {
  if (!isNamed(assertion, ASSERTION, 'Assertion') || attributeOf(assertion, 'Version') !== '2.0')
    throw content('Assertion');
  const subject = atMostOne(assertion, 'Subject');
  const conditions = atMostOne(assertion, 'Conditions');
  if (conditions && !elementsOf(conditions).every(isKnownCondition)) throw content('Conditions');
  const [statement] = children(assertion, ASSERTION, 'AuthnStatement');
  return {
    id: requiredAttribute(assertion, 'ID'),
    issuer: readIssuer(assertion),
    issuedAt: requiredTime(assertion, 'IssueInstant'),
    nameId: subject && readNameId(subject),
    confirmations: subject ? children(subject, ASSERTION, 'SubjectConfirmation').map(readConfirmation) : [],
    notBefore: conditions && timeOf(conditions, 'NotBefore'),
    notOnOrAfter: conditions && timeOf(conditions, 'NotOnOrAfter'),
    audiences: conditions ? children(conditions, ASSERTION, 'AudienceRestriction').map(readAudiences) : [],
    authentication: statement && readAuthentication(statement),
    attributes: children(assertion, ASSERTION, 'AttributeStatement').flatMap(readAttributes),
  };
};

/** A condition that is not understood does not hold (section 2.5.1.1). That it is used once is seen to in any case. */
const isKnownCondition = (condition: Element): boolean =>
  ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'].some((name) => isNamed(condition, ASSERTION, name));

/** The Issuer among an element's children, which every message and assertion of ours has. */
export const readIssuer = (parent: Element): string => {
  const issuer = atMostOne(parent, 'Issuer');
  const value = issuer && textOf(issuer).trim();
  if (!value) throw content('Issuer');
  return value;
};

/** Undefined where the subject has none, or hides it. */
export const readNameId = (parent: Element): SamlNameId | undefined => {
  const nameId = atMostOne(parent, 'NameID');
  const value = nameId && textOf(nameId).trim();
  if (!value) return undefined;
  return {
    value,
    format: attributeOf(nameId, 'Format'),
    nameQualifier: attributeOf(nameId, 'NameQualifier'),
    spNameQualifier: attributeOf(nameId, 'SPNameQualifier'),
  };
};

const readConfirmation = (confirmation: Element): SamlConfirmation => {
  const data = atMostOne(confirmation, 'SubjectConfirmationData');
  return {
    method: attributeOf(confirmation, 'Method') ?? '',
    recipient: data && attributeOf(data, 'Recipient'),
    inResponseTo: data && attributeOf(data, 'InResponseTo'),
    notBefore: data && timeOf(data, 'NotBefore'),
    notOnOrAfter: data && timeOf(data, 'NotOnOrAfter'),
  };
};

const readAudiences = (restriction: Element): string[] =>
  children(restriction, ASSERTION, 'Audience').map((audience) => textOf(audience).trim());

const readAuthentication = (statement: Element): SamlAuthentication => ({
  instant: requiredTime(statement, 'AuthnInstant'),
  sessionIndex: attributeOf(statement, 'SessionIndex'),
  sessionNotOnOrAfter: timeOf(statement, 'SessionNotOnOrAfter'),
});

const readAttributes = (statement: Element): SamlAssertion['attributes'] =>
  children(statement, ASSERTION, 'Attribute').map((attribute) => ({
    name: requiredAttribute(attribute, 'Name'),
    values: children(attribute, ASSERTION, 'AttributeValue').map(textOf),
  }));

/** xs:dateTime with its zone, as SAML demands it (core section 1.3.3); a date without one is no date. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export const timeOf = (element: Element, name: string): number | undefined => {
  const text = attributeOf(element, name);
  if (text === undefined) return undefined;
  // More digits than milliseconds have say nothing to Date.parse.
  const time = TIME.test(text) ? Date.parse(text.replace(/(\.\d{3})\d+/, '$1')) : Number.NaN;
  if (Number.isNaN(time)) throw content(name);
  return time;
};

export const requiredTime = (element: Element, name: string): number => {
  const time = timeOf(element, name);
  if (time === undefined) throw content(name);
  return time;
};

export const requiredAttribute = (element: Element, name: string): string => {
  const value = attributeOf(element, name);
  if (!value) throw content(name);
  return value;
};

const atMostOne = (parent: Element, name: string): Element | undefined => {
  const [first, ...others] = children(parent, ASSERTION, name);
  if (others.length > 0) throw content(name);
  return first;
};

export const content = (what: string) => new SamlRefused('content', what);
