/** Answers: messages, and the assertion in one, each signed (saml-core-2.0-os sections 2.3, 3.3.3 and 3.7.2). */
import type { MockPerson } from '../people.ts';
import type { AuthnRequest } from './request.ts';
import { signed, write, type XmlElement, type XmlSigner } from './xml.ts';

export interface ResponseParts {
  /** What is answered, and where to. */
  readonly request: AuthnRequest;
  /** The identity provider's entity id. */
  readonly issuer: string;
  readonly signer: XmlSigner;
  /** Epoch milliseconds. */
  readonly now: number;
  newId(): string;
}

const MINUTE = 60_000;
const LIFETIME = 5 * MINUTE;
const STATUS = 'urn:oasis:names:tc:SAML:2.0:status';
const SUCCESS: XmlElement = { name: 'samlp:StatusCode', attributes: { Value: `${STATUS}:Success` } };
const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
const MAIL = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';

export const personResponse = (parts: ResponseParts, person: MockPerson & { readonly subject: string }): string => {
  const id = parts.newId();
  const assertion = signed(write(assertionOf(parts, id, person)), id, parts.signer);
  return responseOf(parts, [SUCCESS], assertion);
};

/** Whoever cancels is not vouched for. */
export const cancelResponse = (parts: ResponseParts): string =>
  responseOf(parts, [
    {
      name: 'samlp:StatusCode',
      attributes: { Value: `${STATUS}:Responder` },
      children: [{ name: 'samlp:StatusCode', attributes: { Value: `${STATUS}:AuthnFailed` } }],
    },
    { name: 'samlp:StatusMessage', children: ['The person cancelled.'] },
  ]);

/** `consumer` of the request is the service's logout address here. */
export const logoutResponse = (parts: ResponseParts): string =>
  responseOf(parts, [SUCCESS], '', 'samlp:LogoutResponse');

/** `assertion` is signed already, so it goes in as it is written. */
const responseOf = (
  parts: ResponseParts,
  status: readonly XmlElement[],
  assertion = '',
  name = 'samlp:Response',
): string => {
  const id = parts.newId();
  const message = write({
    name,
    attributes: {
      Destination: parts.request.consumer,
      ID: id,
      InResponseTo: parts.request.id,
      IssueInstant: instant(parts.now),
      Version: '2.0',
    },
    children: [issuerOf(parts), { name: 'samlp:Status', children: status }],
  });
  const end = `</${name}>`;
  return signed(`${message.slice(0, -end.length)}${assertion}${end}`, id, parts.signer);
};

const instant = (ms: number): string => new Date(ms).toISOString();

const issuerOf = ({ issuer }: ResponseParts): XmlElement => ({ name: 'saml:Issuer', children: [issuer] });

const assertionOf = (
  parts: ResponseParts,
  id: string,
  person: MockPerson & { readonly subject: string },
): XmlElement => ({
  name: 'saml:Assertion',
  attributes: { ID: id, IssueInstant: instant(parts.now), Version: '2.0' },
  children: [issuerOf(parts), subjectOf(parts, person), conditionsOf(parts), statementOf(parts), attributesOf(person)],
});

const subjectOf = ({ request, now }: ResponseParts, person: MockPerson & { readonly subject: string }): XmlElement => ({
  name: 'saml:Subject',
  children: [
    nameIdOf(request, person),
    {
      name: 'saml:SubjectConfirmation',
      attributes: { Method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer' },
      children: [
        {
          name: 'saml:SubjectConfirmationData',
          attributes: {
            InResponseTo: request.id,
            NotOnOrAfter: instant(now + LIFETIME),
            Recipient: request.consumer,
          },
        },
      ],
    },
  ],
});

const nameIdOf = (
  { nameIdFormat }: AuthnRequest,
  { email, subject }: MockPerson & { readonly subject: string },
): XmlElement => {
  const byMail = nameIdFormat === MAIL && email !== undefined;
  const format = byMail ? MAIL : nameIdFormat === UNSPECIFIED ? UNSPECIFIED : PERSISTENT;
  return { name: 'saml:NameID', attributes: { Format: format }, children: [byMail ? email : subject] };
};

const conditionsOf = ({ request, now }: ResponseParts): XmlElement => ({
  name: 'saml:Conditions',
  attributes: { NotBefore: instant(now - MINUTE), NotOnOrAfter: instant(now + LIFETIME) },
  children: [{ name: 'saml:AudienceRestriction', children: [{ name: 'saml:Audience', children: [request.issuer] }] }],
});

const statementOf = ({ now, newId }: ResponseParts): XmlElement => ({
  name: 'saml:AuthnStatement',
  attributes: { AuthnInstant: instant(now), SessionIndex: newId() },
  children: [
    {
      name: 'saml:AuthnContext',
      children: [
        {
          name: 'saml:AuthnContextClassRef',
          children: ['urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport'],
        },
      ],
    },
  ],
});

const attributesOf = ({ name, email, emailVerified, claims }: MockPerson): XmlElement => {
  const known = { ...(name && { name }), ...(email && { email, email_verified: String(emailVerified) }), ...claims };
  return {
    name: 'saml:AttributeStatement',
    children: Object.entries(known).map(([key, value]) => attribute(key, value)),
  };
};

const attribute = (name: string, value: unknown): XmlElement => ({
  name: 'saml:Attribute',
  attributes: { Name: name, NameFormat: 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic' },
  children: (Array.isArray(value) ? value : [value]).map((each: unknown) => ({
    name: 'saml:AttributeValue',
    children: [typeof each === 'object' ? JSON.stringify(each) : String(each)],
  })),
});
