/**
 * Responses by hand, for everything that no honest provider sends. What is written here is in canonical form already
 * (exclusive canonicalization: attributes in order, no empty tags), so a digest is over the very text.
 */
import { createHash, createHmac, createPublicKey, createSign } from 'node:crypto';
import type { Key } from './key.ts';
import { ENTITY } from './upstream.ts';
import type { Begun } from './world.ts';

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';

export interface Claims {
  readonly id: string;
  readonly issuer: string;
  /** XML. */
  readonly nameId: string;
  readonly audience: string;
  readonly recipient: string;
  readonly inResponseTo: string | undefined;
  readonly method: string;
  /** Seconds from now. */
  readonly notBefore: number;
  readonly notOnOrAfter: number;
  readonly confirmedUntil: number | undefined;
  readonly issuedAt: number;
  readonly authenticatedAt: number;
  readonly sessionUntil: number | undefined;
  /** XML behind the rest. */
  readonly more: string;
}

export const claimsFor = (begun: Begun, poolId: string, overrides: Partial<Claims> = {}): Claims => ({
  id: `_assertion-${crypto.randomUUID()}`,
  issuer: ENTITY,
  nameId: 'Ann-1',
  audience: `urn:amazon:cognito:sp:${poolId}`,
  recipient: begun.consumer,
  inResponseTo: begun.requestId,
  method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
  notBefore: -10,
  notOnOrAfter: 300,
  confirmedUntil: 300,
  issuedAt: 0,
  authenticatedAt: 0,
  sessionUntil: undefined,
  more: '',
  ...overrides,
});

const at = (now: number, seconds: number): string => new Date(now + seconds * 1_000).toISOString();
const optional = (name: string, value: string | undefined): string =>
  value === undefined ? '' : ` ${name}="${value}"`;

export const assertion = (claims: Claims, now = Date.now()): string => {
  const until = claims.confirmedUntil === undefined ? undefined : at(now, claims.confirmedUntil);
  const session = claims.sessionUntil === undefined ? undefined : at(now, claims.sessionUntil);
  return (
    `<saml:Assertion xmlns:saml="${ASSERTION}" ID="${claims.id}" IssueInstant="${at(now, claims.issuedAt)}" Version="2.0">` +
    `<saml:Issuer>${claims.issuer}</saml:Issuer>` +
    `<saml:Subject><saml:NameID>${claims.nameId}</saml:NameID>` +
    `<saml:SubjectConfirmation Method="${claims.method}"><saml:SubjectConfirmationData` +
    `${optional('InResponseTo', claims.inResponseTo)}${optional('NotOnOrAfter', until)} Recipient="${claims.recipient}">` +
    '</saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>' +
    `<saml:Conditions NotBefore="${at(now, claims.notBefore)}" NotOnOrAfter="${at(now, claims.notOnOrAfter)}">` +
    `<saml:AudienceRestriction><saml:Audience>${claims.audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    `<saml:AuthnStatement AuthnInstant="${at(now, claims.authenticatedAt)}"${optional('SessionNotOnOrAfter', session)}>` +
    '<saml:AuthnContext></saml:AuthnContext></saml:AuthnStatement>' +
    `${claims.more}</saml:Assertion>`
  );
};

export interface Envelope {
  readonly id: string;
  readonly issuer: string;
  readonly destination: string;
  readonly inResponseTo: string | undefined;
  /** XML between status and assertion. */
  readonly before: string;
}

export const response = (inner: string, envelope: Partial<Envelope> = {}): string => {
  const { id = `_response-${crypto.randomUUID()}`, issuer = ENTITY, destination, inResponseTo, before = '' } = envelope;
  return (
    `<samlp:Response xmlns:samlp="${PROTOCOL}"${optional('Destination', destination)} ID="${id}"` +
    `${optional('InResponseTo', inResponseTo)} IssueInstant="${new Date().toISOString()}" Version="2.0">` +
    `<saml:Issuer xmlns:saml="${ASSERTION}">${issuer}</saml:Issuer>` +
    '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:Status>' +
    `${before}${inner}</samlp:Response>`
  );
};

export interface Signing {
  readonly algorithm: 'rsa-sha256' | 'rsa-sha1' | 'hmac-sha1' | 'hmac-sha256';
  readonly digest: 'sha256' | 'sha1';
  readonly transforms: readonly string[];
  /** XML. */
  readonly keyInfo: string;
  /** What the reference says, if not the element's own id. */
  readonly uri: string | undefined;
}

const METHODS = {
  'rsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'rsa-sha1': `${DSIG}rsa-sha1`,
  'hmac-sha1': `${DSIG}hmac-sha1`,
  'hmac-sha256': 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
};
const DIGESTS = { sha256: 'http://www.w3.org/2001/04/xmlenc#sha256', sha1: `${DSIG}sha1` };

/** The Signature element over a text in canonical form. */
export const signatureOver = (canonical: string, key: Key, given: Partial<Signing> = {}): string => {
  const { algorithm = 'rsa-sha256', digest = 'sha256', keyInfo = '' } = given;
  const { transforms = [`${DSIG}enveloped-signature`, EXCLUSIVE] } = given;
  const uri = given.uri ?? `#${/\bID="([^"]+)"/.exec(canonical)?.[1]}`;
  const value = createHash(digest).update(canonical).digest('base64');
  const info =
    `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${METHODS[algorithm]}"></ds:SignatureMethod>` +
    `<ds:Reference URI="${uri}"><ds:Transforms>` +
    transforms.map((one) => `<ds:Transform Algorithm="${one}"></ds:Transform>`).join('') +
    `</ds:Transforms><ds:DigestMethod Algorithm="${DIGESTS[digest]}"></ds:DigestMethod>` +
    `<ds:DigestValue>${value}</ds:DigestValue></ds:Reference>`;
  const signed = `<ds:SignedInfo xmlns:ds="${DSIG}">${info}</ds:SignedInfo>`;
  return (
    `<ds:Signature xmlns:ds="${DSIG}"><ds:SignedInfo>${info}</ds:SignedInfo>` +
    `<ds:SignatureValue>${signatureValue(signed, algorithm, key)}</ds:SignatureValue>${keyInfo}</ds:Signature>`
  );
};

const signatureValue = (signed: string, algorithm: Signing['algorithm'], key: Key): string => {
  const hash = algorithm.endsWith('1') ? 'sha1' : 'sha256';
  if (algorithm.startsWith('rsa')) return createSign(hash).update(signed).sign(key.privatePem, 'base64');
  // The verifier's public key as a shared secret, which everybody has.
  const secret = createPublicKey(key.certificatePem).export({ type: 'spki', format: 'pem' });
  return createHmac(hash, secret).update(signed).digest('base64');
};

/** With its own signature behind its Issuer. */
export const signed = (canonical: string, key: Key, given: Partial<Signing> = {}): string =>
  behindIssuer(canonical, signatureOver(canonical, key, given));

export const behindIssuer = (xml: string, inserted: string): string =>
  xml.replace(/<\/saml:Issuer>/, (end) => end + inserted);

export const x509Data = (certificate: string): string =>
  `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`;
