/**
 * What is taken of @node-saml/node-saml: its parts for signatures and encryption, under one name each. Its `SAML` class is
 * left alone, for it reads the clock itself, accepts redirects without a signature, and algorithms that are broken; the
 * package's version is pinned, and test/saml shows that these parts do what is said here.
 */
import { decryptXml, getVerifiedXml, parseDomFromString, signXml, xpath } from '@node-saml/node-saml/lib/xml.js';
import { certificatePem, privateKeyPem, publicKeyPem } from './saml-keys.ts';

/** As the library finds elements: by their place, in its own parser's document. */
export type SignedPlace = 'root' | 'assertion';

/**
 * The octets that a valid signature covers, of the element at that place, which holds the signature. Undefined when the
 * signature is not valid under any of the certificates; throws where it is no proper one.
 */
export const verifiedXml = async (
  xml: string,
  place: SignedPlace,
  certificates: readonly string[],
): Promise<string | undefined> => {
  const { documentElement: root } = await parseDomFromString(xml);
  const [element] = place === 'root' ? [root] : xpath.selectElements(root, "./*[local-name(.)='Assertion']");
  return (element && getVerifiedXml(xml, element, certificates.map(publicKeyPem))) ?? undefined;
};

/** The content of the first EncryptedData. */
export const decryptedXml = (xml: string, privateKey: string): Promise<string> =>
  decryptXml(xml, privateKeyPem(privateKey));

/** With an enveloped signature behind the Issuer of its root (RSA with SHA-256). */
export const signedXml = (xml: string, key: { readonly certificate: string; readonly privateKey: string }): string =>
  signXml(
    xml,
    '/*',
    { reference: "/*/*[local-name(.)='Issuer']", action: 'after' },
    {
      privateKey: privateKeyPem(key.privateKey),
      publicCert: certificatePem(key.certificate),
      signatureAlgorithm: 'sha256',
      digestAlgorithm: 'sha256',
    },
  );
