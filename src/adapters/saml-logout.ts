/** Logout messages of providers (saml-core-2.0-os section 3.7), in either binding, never without a signature. */
import type { Element } from '@xmldom/xmldom';
import { type ReceivedLogout, type SamlLogout, SamlRefused, type SamlTrust } from '../core/ports.ts';
import { content, readIssuer, readNameId, requiredAttribute, requiredTime, timeOf } from './saml-assertion.ts';
import { readRedirect, verifyRedirect } from './saml-bindings.ts';
import { inspect, malformed } from './saml-inspect.ts';
import { verifiedXml } from './saml-library.ts';
import { asText, decode, rootOf, statusOf } from './saml-response.ts';
import { attributeOf, children, DSIG, isNamed, PROTOCOL, textOf } from './saml-xml.ts';

/** Throws `SamlRefused`. */
export const readLogout = async (
  received: ReceivedLogout,
  { certificates }: Pick<SamlTrust, 'certificates'>,
): Promise<SamlLogout> =>
  received.binding === 'redirect' ? fromRedirect(received.query, certificates) : fromPost(received, certificates);

/** Throws `SamlRefused`. */
export const senderOf = async (received: ReceivedLogout): Promise<string> => {
  const xml =
    received.binding === 'redirect' ? asText((await readRedirect(received.query)).xml) : decode(received.message);
  return readIssuer(rootOf(xml));
};

const fromRedirect = async (query: string, certificates: readonly string[]): Promise<SamlLogout> => {
  const message = await readRedirect(query);
  verifyRedirect(message, certificates);
  return read(rootOf(asText(message.xml)), message.kind);
};

const fromPost = async (
  { message, kind }: Extract<ReceivedLogout, { binding: 'post' }>,
  certificates: readonly string[],
): Promise<SamlLogout> => {
  const xml = decode(message);
  const root = rootOf(xml);
  inspect(root, [root]);
  if (children(root, DSIG, 'Signature').length === 0) throw new SamlRefused('unsigned', 'nothing is signed');
  const verified = await verifiedXml(xml, 'root', certificates).catch((error: unknown) => {
    throw new SamlRefused('response-signature', 'cannot be verified', { cause: error });
  });
  if (verified === undefined) throw new SamlRefused('response-signature', 'is not valid');
  return read(rootOf(verified), kind);
};

const read = (root: Element, kind: 'request' | 'response'): SamlLogout => {
  const name = kind === 'request' ? 'LogoutRequest' : 'LogoutResponse';
  if (!isNamed(root, PROTOCOL, name) || attributeOf(root, 'Version') !== '2.0') throw malformed(`no ${name}`);
  const common = {
    id: requiredAttribute(root, 'ID'),
    issuer: readIssuer(root),
    issuedAt: requiredTime(root, 'IssueInstant'),
    destination: attributeOf(root, 'Destination'),
  };
  if (kind === 'response') {
    const success = statusOf(root).code === 'urn:oasis:names:tc:SAML:2.0:status:Success';
    return { ...common, kind, inResponseTo: attributeOf(root, 'InResponseTo'), success };
  }
  const nameId = readNameId(root);
  if (nameId === undefined) throw content('NameID');
  const sessionIndexes = children(root, PROTOCOL, 'SessionIndex').map((element) => textOf(element).trim());
  return { ...common, kind, nameId, sessionIndexes, notOnOrAfter: timeOf(root, 'NotOnOrAfter') };
};
