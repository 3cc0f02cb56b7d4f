/** XML and X.509 for SAML federation. Both libraries are loaded when they are first needed: most pools never do. */
import { webcrypto } from 'node:crypto';
import type { Saml } from '../core/ports.ts';

const YEARS = 10;
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

export const createSaml = (): Saml => ({ readMetadata, selfSigned });

const readMetadata: Saml['readMetadata'] = async (xml) => (await import('./saml-metadata.ts')).readMetadata(xml);

const selfSigned: Saml['selfSigned'] = async (commonName, now) => {
  // The library's dependency injection asks for this before anything else.
  await import('reflect-metadata');
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const keys = await webcrypto.subtle.generateKey(RSA, true, ['sign', 'verify']);
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + YEARS);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `CN=${commonName}`,
    notBefore: new Date(now),
    notAfter,
    signingAlgorithm: RSA,
    keys,
  });
  const privateKey = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { certificate: certificate.toString('base64'), privateKey: privateKey.toString('base64') };
};

/** RFC 5280 section 4.1.2.2: positive, at most 20 octets. */
const serialNumber = (): string => {
  const bytes = Buffer.from(webcrypto.getRandomValues(new Uint8Array(16)));
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString('hex');
};
