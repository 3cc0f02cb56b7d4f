/** XML and X.509 for SAML federation. The libraries are loaded when they are first needed: most pools never do. */
import { createPublicKey, webcrypto } from 'node:crypto';
import type { Saml } from '../core/ports.ts';
import { privateKeyPem } from './saml-keys.ts';

const YEARS = 10;
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

export const createSaml = (): Saml => ({
  readMetadata: async (xml) => (await import('./saml-metadata.ts')).readMetadata(xml),
  selfSigned,
  send: async (...message) => (await import('./saml-bindings.ts')).send(...message),
  readResponse: async (encoded, trust) => (await import('./saml-response.ts')).readResponse(encoded, trust),
  readLogout: async (received, trust) => (await import('./saml-logout.ts')).readLogout(received, trust),
  senderOf: async (received) => (await import('./saml-logout.ts')).senderOf(received),
  describe: async (provider) => (await import('./saml-metadata.ts')).writeMetadata(provider),
});

const selfSigned: Saml['selfSigned'] = async (commonName, now, known) => {
  // The library's dependency injection asks for this before anything else.
  await import('reflect-metadata');
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const keys =
    known === undefined ? await webcrypto.subtle.generateKey(RSA, true, ['sign', 'verify']) : await keysOf(known);
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

const keysOf = async (privateKey: string) => {
  const pkcs8 = Buffer.from(privateKey, 'base64');
  const spki = createPublicKey(privateKeyPem(privateKey)).export({ format: 'der', type: 'spki' });
  return {
    privateKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, RSA, true, ['sign']),
    publicKey: await webcrypto.subtle.importKey('spki', spki, RSA, true, ['verify']),
  };
};

/** RFC 5280 section 4.1.2.2: positive, at most 20 octets. */
const serialNumber = (): string => {
  const bytes = Buffer.from(webcrypto.getRandomValues(new Uint8Array(16)));
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString('hex');
};
