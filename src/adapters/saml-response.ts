/**
 * Responses of SAML providers. A response is inspected as it came, its signatures are checked by the library, and what is
 * read is read anew from the octets that the library found covered: nothing else in the message can have a say.
 */
import { type Element, XMLSerializer } from '@xmldom/xmldom';
import { type SamlAssertion, SamlRefused, type SamlResponse, type SamlTrust } from '../core/ports.ts';
import { content, readAssertion, readIssuer } from './saml-assertion.ts';
import { decryptAssertion } from './saml-decrypt.ts';
import { inspect, malformed } from './saml-inspect.ts';
import { type SignedPlace, verifiedXml } from './saml-library.ts';
import { ASSERTION, attributeOf, children, DSIG, elementsOf, isNamed, PROTOCOL, parseXml } from './saml-xml.ts';

/** Throws `SamlRefused`. */
export const readResponse = async (encoded: string, trust: SamlTrust): Promise<SamlResponse> => {
  const xml = decode(encoded);
  const response = rootOf(xml);
  if (!isNamed(response, PROTOCOL, 'Response') || attributeOf(response, 'Version') !== '2.0')
    throw malformed('no response');
  assertSuccess(response);
  const carrier = assertionOf(response);
  inspect(response, [response, carrier]);
  const signed = await signedPart(xml, response, 'root', trust);
  return {
    issuer: children(response, ASSERTION, 'Issuer').length > 0 ? readIssuer(response) : undefined,
    destination: attributeOf(response, 'Destination'),
    inResponseTo: attributeOf(response, 'InResponseTo'),
    assertion: isNamed(carrier, ASSERTION, 'EncryptedAssertion')
      ? await encryptedAssertion(carrier, signed, trust)
      : await plainAssertion(xml, carrier, signed, trust),
  };
};

/** Base64 in one piece or in lines, of UTF-8. Line ends become what XML parsers make of them. */
export const decode = (encoded: string): string => {
  const base64 = encoded.replace(/\s+/g, '');
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw malformed('not base64');
  return asText(Buffer.from(base64, 'base64'));
};

export const asText = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch (error) {
    throw malformed('not UTF-8', { cause: error });
  }
};

/** Room for some two thousand values of attributes. The library's time grows with the square of their number. */
const MAX_TAGS = 4_000;

export const rootOf = (xml: string): Element => {
  try {
    return parseXml(xml, MAX_TAGS);
  } catch (error) {
    throw malformed('no XML that is accepted', { cause: error });
  }
};

const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';

/** A failure needs no signature: whoever makes one up gains a failure. */
const assertSuccess = (response: Element): void => {
  const { code, detail } = statusOf(response);
  if (code === SUCCESS) return;
  const short = [code, detail].map((one) => (one ?? '').replace(/^.*:/, '').replace(/[^\w-]/g, '')).filter(Boolean);
  throw new SamlRefused('status', short.join(', ').slice(0, 100));
};

/** The status code of a response, and the one within it. */
export const statusOf = (response: Element): { code: string | undefined; detail: string | undefined } => {
  const [outer] = children(response, PROTOCOL, 'Status').flatMap((status) => children(status, PROTOCOL, 'StatusCode'));
  const [inner] = outer ? children(outer, PROTOCOL, 'StatusCode') : [];
  return { code: outer && attributeOf(outer, 'Value'), detail: inner && attributeOf(inner, 'Value') };
};

/** The one assertion, plain or encrypted: there is no other, however deep. */
const assertionOf = (response: Element): Element => {
  const all = Array.from(response.getElementsByTagName('*'));
  const found = all.filter(({ localName }) => localName === 'Assertion' || localName === 'EncryptedAssertion');
  const [first, ...others] = found;
  if (first === undefined || others.length > 0) throw malformed('not exactly one assertion');
  if (first.parentNode !== response || first.namespaceURI !== ASSERTION) throw malformed('an assertion out of place');
  if (all.some(({ localName }) => localName === 'Response')) throw malformed('a response within the response');
  return first;
};

/** The octets that the element's own signature covers; undefined where it has none. Throws where it is not valid. */
const signedPart = async (
  xml: string,
  element: Element,
  place: SignedPlace,
  { certificates }: SamlTrust,
): Promise<string | undefined> => {
  if (children(element, DSIG, 'Signature').length === 0) return undefined;
  const refusal = isNamed(element, PROTOCOL, 'Response') ? 'response-signature' : 'assertion-signature';
  const verified = await verifiedXml(xml, place, certificates).catch((error: unknown) => {
    throw new SamlRefused(refusal, 'cannot be verified', { cause: error });
  });
  if (verified === undefined) throw new SamlRefused(refusal, 'is not valid');
  return verified;
};

const plainAssertion = async (
  xml: string,
  carrier: Element,
  signedResponse: string | undefined,
  trust: SamlTrust,
): Promise<SamlAssertion> => {
  if (trust.decryptionKey !== undefined) throw new SamlRefused('encryption', 'not encrypted');
  const own = await signedPart(xml, carrier, 'assertion', trust);
  if (own !== undefined) return readAssertion(rootOf(own));
  return readAssertion(carrierIn(signedResponse, 'Assertion'));
};

const encryptedAssertion = async (
  carrier: Element,
  signedResponse: string | undefined,
  trust: SamlTrust,
): Promise<SamlAssertion> => {
  if (trust.decryptionKey === undefined) throw new SamlRefused('encryption', 'encrypted for nobody here');
  const source = signedResponse === undefined ? carrier : carrierIn(signedResponse, 'EncryptedAssertion');
  const xml = await decryptAssertion(source, new XMLSerializer().serializeToString(source), trust.decryptionKey);
  try {
    const assertion = rootOf(xml);
    if (Array.from(assertion.getElementsByTagName('*')).some(isAssertion))
      throw malformed('an assertion within another');
    inspect(assertion, [assertion]);
    const own = await signedPart(xml, assertion, 'root', trust);
    if (own === undefined && signedResponse === undefined) throw new SamlRefused('unsigned', 'nothing is signed');
    return readAssertion(own === undefined ? assertion : rootOf(own));
  } catch (error) {
    // See decryptAssertion: what a changed ciphertext leads to is nobody's business.
    if (signedResponse === undefined) throw new SamlRefused('encryption', 'cannot be decrypted', { cause: error });
    throw error;
  }
};

const isAssertion = ({ localName }: Element): boolean => /^(Encrypted)?Assertion$/.test(localName ?? '');

const carrierIn = (signedResponse: string | undefined, name: string): Element => {
  if (signedResponse === undefined) throw new SamlRefused('unsigned', 'nothing is signed');
  const [assertion, ...others] = elementsOf(rootOf(signedResponse)).filter(isAssertion);
  if (!assertion || others.length > 0 || !isNamed(assertion, ASSERTION, name)) throw content(name);
  return assertion;
};
