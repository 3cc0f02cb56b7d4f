/** XML and X.509 of SAML federation, as the core needs them (OASIS saml-core-2.0-os, saml-bindings-2.0-os). */

export interface Saml {
  /** Rejects with `InvalidMetadata`. */
  readMetadata(xml: string): Promise<SamlMetadata>;
  /**
   * An RSA key, unless it is given, and its self-signed certificate, valid for ten years from `now` (epoch
   * milliseconds). DER in base64; the key as PKCS#8.
   */
  selfSigned(commonName: string, now: number, privateKey?: string): Promise<SamlKey>;
  /** What the browser does to bring the message to the provider; signed where there is a key. */
  send(message: SamlMessage, relayState: string | undefined, key?: SamlKey): Promise<SamlDispatch>;
  /** A response in the HTTP-POST binding. Nothing in it that no valid signature covers comes back as its assertion. */
  readResponse(encoded: string, trust: SamlTrust): Promise<SamlResponse>;
  /** A logout message of either binding, whose signature is valid. Rejects with `SamlRefused`. */
  readLogout(received: ReceivedLogout, trust: Pick<SamlTrust, 'certificates'>): Promise<SamlLogout>;
  /** Who claims to have sent a logout message, to find out whose signature it must have. Rejects with `SamlRefused`. */
  senderOf(received: ReceivedLogout): Promise<string>;
  /** Metadata of a service provider. */
  describe(provider: SamlServiceProvider): Promise<string>;
}

/** DER in base64. */
export interface SamlKey {
  readonly certificate: string;
  readonly privateKey: string;
}

/** What an identity provider says of itself (OASIS saml-metadata-2.0-os). */
export interface SamlMetadata {
  readonly entityId: string;
  /** Base64 DER of the certificates that may sign. */
  readonly certificates: readonly string[];
  readonly ssoRedirect?: string;
  readonly ssoPost?: string;
  readonly sloRedirect?: string;
  readonly sloPost?: string;
  /** Where answers to its logout requests go, if elsewhere. */
  readonly sloRedirectResponse?: string;
  readonly sloPostResponse?: string;
}

export class InvalidMetadata extends Error {}

export type SamlBinding = 'redirect' | 'post';

interface Outgoing {
  readonly id: string;
  /** Entity id of the sender. */
  readonly issuer: string;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  readonly destination: string;
  readonly binding: SamlBinding;
}

export type SamlMessage =
  | (Outgoing & {
      readonly kind: 'authn-request';
      readonly consumer: string;
      /** The provider asks for credentials, whoever is signed in there. */
      readonly forced: boolean;
    })
  | (Outgoing & { readonly kind: 'logout-request'; readonly principal: SamlPrincipal })
  | (Outgoing & { readonly kind: 'logout-response'; readonly inResponseTo: string });

/** Whose session, and which one. */
export interface SamlPrincipal {
  readonly nameId: SamlNameId;
  readonly sessionIndex?: string | undefined;
}

export interface SamlNameId {
  readonly value: string;
  readonly format?: string | undefined;
  readonly nameQualifier?: string | undefined;
  readonly spNameQualifier?: string | undefined;
}

/** `post`: a form that the browser sends. */
export type SamlDispatch =
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'post'; readonly action: string; readonly fields: Readonly<Record<string, string>> };

export interface SamlTrust {
  /** Base64 DER. Keys that a message brings along count for nothing. */
  readonly certificates: readonly string[];
  /** PKCS#8 in base64: assertions must be encrypted for it. Absent: they must not be encrypted. */
  readonly decryptionKey?: string | undefined;
}

export interface SamlResponse {
  /** Of the response, which need not be signed: more to compare, nothing to rely on. */
  readonly issuer?: string | undefined;
  readonly destination?: string | undefined;
  readonly inResponseTo?: string | undefined;
  readonly assertion: SamlAssertion;
}

/** Times in epoch milliseconds. */
export interface SamlAssertion {
  readonly id: string;
  readonly issuer: string;
  readonly issuedAt: number;
  readonly nameId?: SamlNameId | undefined;
  readonly confirmations: readonly SamlConfirmation[];
  readonly notBefore?: number | undefined;
  readonly notOnOrAfter?: number | undefined;
  /** One list for each restriction: all of them hold. */
  readonly audiences: readonly (readonly string[])[];
  /** Of the first statement. */
  readonly authentication?: SamlAuthentication | undefined;
  /** In the document's order; a name may come again. */
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
}

export interface SamlConfirmation {
  readonly method: string;
  readonly recipient?: string | undefined;
  readonly inResponseTo?: string | undefined;
  readonly notBefore?: number | undefined;
  readonly notOnOrAfter?: number | undefined;
}

export interface SamlAuthentication {
  readonly instant: number;
  readonly sessionIndex?: string | undefined;
  readonly sessionNotOnOrAfter?: number | undefined;
}

/** As it came: the query of a redirect (signatures are over its very octets), or the fields of a form. */
export type ReceivedLogout =
  | { readonly binding: 'redirect'; readonly query: string }
  | { readonly binding: 'post'; readonly kind: 'request' | 'response'; readonly message: string };

interface Incoming {
  readonly id: string;
  readonly issuer: string;
  readonly issuedAt: number;
  readonly destination?: string | undefined;
}

export type SamlLogout =
  | (Incoming & {
      readonly kind: 'request';
      readonly nameId: SamlNameId;
      /** None: all sessions of that person. */
      readonly sessionIndexes: readonly string[];
      readonly notOnOrAfter?: number | undefined;
    })
  | (Incoming & { readonly kind: 'response'; readonly inResponseTo?: string | undefined; readonly success: boolean });

export interface SamlServiceProvider {
  readonly entityId: string;
  readonly certificates: readonly string[];
  readonly consumer: string;
  readonly logout: string;
}

/**
 * `malformed`: no such message, or one that could be read in two ways. `status`: the provider says that it failed; the
 * message is its status. `encryption` tells nothing of why: what cannot be decrypted has one answer.
 */
export type SamlRefusal =
  | 'malformed'
  | 'status'
  | 'response-signature'
  | 'assertion-signature'
  | 'unsigned'
  | 'algorithm'
  | 'encryption'
  | 'content';

export class SamlRefused extends Error {
  readonly reason: SamlRefusal;

  constructor(reason: SamlRefusal, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SamlRefused';
    this.reason = reason;
  }
}
