/** Keys of made-up providers: PEM, as their software takes them, and the certificate in base64, as metadata has it. */
import { createSaml } from '../../../src/adapters/saml.ts';

export interface Key {
  readonly certificate: string;
  readonly certificatePem: string;
  readonly privatePem: string;
}

export const createKey = async (name = 'provider', now = Date.now()): Promise<Key> => {
  const { certificate, privateKey } = await createSaml().selfSigned(name, now);
  return {
    certificate,
    certificatePem: pem('CERTIFICATE', certificate),
    privatePem: pem('PRIVATE KEY', privateKey),
  };
};

export const pem = (label: string, base64: string): string =>
  `-----BEGIN ${label}-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END ${label}-----\n`;
