/** SAML metadata of a made-up provider. */
import { selfSigned } from '../shell/support/certificate.ts';

const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings';

export const certificateOf = (): string => selfSigned('idp').cert.replace(/-----[A-Z ]+-----|\s/g, '');

export const signOnAt = (location: string): string =>
  `<md:SingleSignOnService Binding="${BINDING}:HTTP-Redirect" Location="${location}"/>`;

export const metadata = (parts: { certificate?: string; head?: string; slo?: boolean; services?: string } = {}) => {
  const { certificate = certificateOf(), head = '', slo = true } = parts;
  const logout = slo
    ? `<md:SingleLogoutService Binding="${BINDING}:HTTP-Redirect" Location="https://idp.example.com/slo"/>`
    : '';
  const services =
    parts.services ??
    `<md:SingleSignOnService Binding="${BINDING}:HTTP-POST" Location="https://idp.example.com/post"/>
     <md:SingleSignOnService Binding="${BINDING}:HTTP-Redirect" Location="https://idp.example.com/sso"/>`;
  return `<?xml version="1.0"?>${head}
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data><ds:X509Certificate>
          ${certificate}
        </ds:X509Certificate></ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
    ${logout}${services}
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;
};
