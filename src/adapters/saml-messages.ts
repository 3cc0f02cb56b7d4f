/** The messages of a service provider, as XML (saml-core-2.0-os section 3). */
import type { SamlMessage, SamlNameId } from '../core/ports.ts';
import { ASSERTION, BINDINGS, escapeXml, PROTOCOL } from './saml-xml.ts';

export const writeMessage = (message: SamlMessage): string => {
  const issuer = element('saml:Issuer', {}, escapeXml(message.issuer));
  const attributes = {
    'xmlns:samlp': PROTOCOL,
    'xmlns:saml': ASSERTION,
    ID: message.id,
    Version: '2.0',
    IssueInstant: new Date(message.issuedAt).toISOString(),
    Destination: message.destination,
  };
  switch (message.kind) {
    case 'authn-request': {
      const asked = {
        ...(message.forced && { ForceAuthn: 'true' }),
        AssertionConsumerServiceURL: message.consumer,
        ProtocolBinding: BINDINGS.post,
      };
      return element('samlp:AuthnRequest', { ...attributes, ...asked }, issuer);
    }
    case 'logout-request': {
      const { nameId, sessionIndex } = message.principal;
      const index = sessionIndex === undefined ? '' : element('samlp:SessionIndex', {}, escapeXml(sessionIndex));
      return element('samlp:LogoutRequest', attributes, issuer + nameIdElement(nameId) + index);
    }
    case 'logout-response':
      return element(
        'samlp:LogoutResponse',
        { ...attributes, InResponseTo: message.inResponseTo },
        issuer + element('samlp:Status', {}, element('samlp:StatusCode', { Value: SUCCESS }, '')),
      );
  }
};

const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';

const nameIdElement = ({ value, format, nameQualifier, spNameQualifier }: SamlNameId): string =>
  element(
    'saml:NameID',
    {
      ...(nameQualifier !== undefined && { NameQualifier: nameQualifier }),
      ...(spNameQualifier !== undefined && { SPNameQualifier: spNameQualifier }),
      ...(format !== undefined && { Format: format }),
    },
    escapeXml(value),
  );

const element = (name: string, attributes: Readonly<Record<string, string>>, content: string): string => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return `<${name}${written.join('')}>${content}</${name}>`;
};
