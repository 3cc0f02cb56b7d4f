/** Compact JWS with ES256 (RFC 7518 section 3.4). */
import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';

/** `pem`: PKCS#8, with or without its first and last line. Throws for what is no such key. */
export const signEs256 = (
  pem: string,
  kid: string,
  claims: Readonly<Record<string, string | number>>,
): Promise<string> => new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(keyOf(pem));

const keyOf = (pem: string) => {
  const der = Buffer.from(pem.replace(/-----[A-Z ]+-----|\\n|\s/g, ''), 'base64');
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
};
