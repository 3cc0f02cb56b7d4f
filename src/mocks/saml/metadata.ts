/** What the imitated SAML identity provider says of itself (saml-metadata-2.0-os). */
import { mockBases } from '../../core/federation/endpoints.ts';
import type { MockParts } from '../parts.ts';
import { write, type XmlElement } from './xml.ts';

export const entityIdOf = ({ core }: Pick<MockParts, 'core'>): string => `${mockBases(core.settings).service}/saml`;

export const samlMetadata = async (parts: MockParts): Promise<string> => {
  const { certificate } = await parts.keys();
  const base = `${mockBases(parts.core.settings).pages}/saml`;
  const bindings = [
    'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
    'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
  ];
  return write({
    name: 'md:EntityDescriptor',
    attributes: { entityID: entityIdOf(parts) },
    children: [
      {
        name: 'md:IDPSSODescriptor',
        attributes: { protocolSupportEnumeration: 'urn:oasis:names:tc:SAML:2.0:protocol' },
        children: [
          {
            name: 'md:KeyDescriptor',
            attributes: { use: 'signing' },
            children: [
              {
                name: 'ds:KeyInfo',
                children: [
                  { name: 'ds:X509Data', children: [{ name: 'ds:X509Certificate', children: [certificate] }] },
                ],
              },
            ],
          },
          ...bindings.map((Binding) => endpoint('md:SingleLogoutService', Binding, `${base}/slo`)),
          ...bindings.map((Binding) => endpoint('md:SingleSignOnService', Binding, `${base}/sso`)),
        ],
      },
    ],
  });
};

const endpoint = (name: string, Binding: string, Location: string): XmlElement => ({
  name,
  attributes: { Binding, Location },
});
