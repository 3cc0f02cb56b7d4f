/** Encrypted assertions (XML Encryption 1.1): a key for RSA-OAEP, content with AES. */
import type { Element } from '@xmldom/xmldom';
import { SamlRefused } from '../core/ports.ts';
import { decryptedXml } from './saml-library.ts';
import { attributeOf, children, descendants, XENC } from './saml-xml.ts';

/** PKCS #1 v1.5 is not among them: it can be made to tell its plaintext (Bleichenbacher). */
const KEY_METHODS: ReadonlySet<string> = new Set([`${XENC}rsa-oaep-mgf1p`]);
const CONTENT_METHODS: ReadonlySet<string> = new Set([
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  `${XENC}aes128-cbc`,
  `${XENC}aes256-cbc`,
]);

/**
 * Content under CBC can be changed unseen, and whoever learns why a change was refused can read it piece by piece: so all
 * failures look alike, and what comes out counts for nothing without a signature. Throws `SamlRefused`.
 */
export const decryptAssertion = async (encrypted: Element, xml: string, key: string): Promise<string> => {
  assertMethods(encrypted);
  try {
    return await decryptedXml(xml, key);
  } catch (error) {
    throw refused({ cause: error });
  }
};

const assertMethods = (encrypted: Element): void => {
  const data = children(encrypted, XENC, 'EncryptedData');
  const keys = descendants(encrypted, XENC, 'EncryptedKey');
  const [content, ...others] = data;
  const [key, ...otherKeys] = keys;
  if (!content || !key || others.length > 0 || otherKeys.length > 0) throw refused();
  if (descendants(encrypted, XENC, 'EncryptedData').length > 1) throw refused();
  if (!CONTENT_METHODS.has(methodOf(content)) || !KEY_METHODS.has(methodOf(key))) throw refused();
};

const methodOf = (element: Element): string => {
  const [method, ...others] = children(element, XENC, 'EncryptionMethod');
  return (others.length === 0 && method && attributeOf(method, 'Algorithm')) || '';
};

const refused = (options?: ErrorOptions) => new SamlRefused('encryption', 'cannot be decrypted', options);
