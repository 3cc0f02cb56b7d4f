/** Keys and certificates from base64 DER, as they rest, to PEM, as libraries take them. */
import { X509Certificate } from 'node:crypto';

/** The key, not the certificate: a signature holds by its key, and the certificate's dates are its owner's affair. */
export const publicKeyPem = (certificate: string): string =>
  new X509Certificate(Buffer.from(certificate, 'base64')).publicKey.export({ type: 'spki', format: 'pem' }).toString();

export const privateKeyPem = (base64: string): string => pem('PRIVATE KEY', base64);

export const certificatePem = (base64: string): string => pem('CERTIFICATE', base64);

const pem = (label: string, base64: string): string =>
  `-----BEGIN ${label}-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END ${label}-----\n`;
