/**
 * What the core needs from outside, as types. `store/` and `adapters/` implement them; `app.ts` puts them together. The
 * store's own contract stands in ports/store.ts and ports/records.ts, SAML's in ports/saml.ts.
 */
import type { Passkey } from './passkeys/passkey.ts';

export * from './ports/foreign-sts.ts';
export * from './ports/iam.ts';
export * from './ports/identity-pools.ts';
export * from './ports/oidc.ts';
export * from './ports/records.ts';
export * from './ports/saml.ts';
export * from './ports/signatures.ts';
export * from './ports/store.ts';

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

export interface Random {
  bytes(size: number): Uint8Array;
  uuid(): string;
  /** `count` unbiased characters of `alphabet`. */
  string(count: number, alphabet: string): string;
}

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
}

/**
 * Authenticated encryption at rest and of what clients carry. Each purpose has its own key, so nothing sealed for one
 * purpose opens under another; `context` binds the value to its place (row or owner) and must be the same to open it.
 */
export interface Sealer {
  /** Text safe in URLs, JSON and columns; carries the id of the master key. */
  seal(purpose: SealPurpose, plaintext: string | Uint8Array, context: string): string;
  /** Throws `SealBroken` when forged, cut, of another purpose, context or unknown key. */
  open(purpose: SealPurpose, sealed: string, context: string): Uint8Array;
  /** HMAC-SHA-256 under a key derived for the purpose (stable across master-key rotation), for lookups and codes. */
  mac(purpose: SealPurpose, data: string): Uint8Array;
  /** The id of the master key that new seals use; `keyIdOf` tells which one a sealed value used. */
  readonly currentKeyId: string;
  keyIdOf(sealed: string): string;
}

export type SealPurpose =
  | 'access-key'
  | 'authorization-code'
  | 'auth-session'
  | 'authorization-message'
  | 'client-secret'
  | 'code'
  | 'device'
  | 'federation'
  | 'identity-provider'
  | 'import-file'
  | 'import-url'
  | 'invocation'
  | 'managed-key'
  | 'message'
  | 'page-state'
  | 'page-token'
  | 'passkey-challenge'
  | 'password'
  | 'refresh-token'
  | 'saml-key'
  | 'session-token'
  | 'sign-up-session'
  | 'signing-key'
  | 'simulated-user'
  | 'srp-secret-block'
  | 'sso-session'
  | 'totp-seed';

export { SealBroken } from '../crypto/seal.ts';

/** Runs the functions that pools name as their triggers, wherever the operator has put them. */
export interface Functions {
  /** One attempt, ended after `timeoutMs`. Resolves with the function's JSON answer; rejects with `FunctionFailed`. */
  invoke(call: FunctionCall): Promise<unknown>;
}

export interface FunctionCall {
  readonly arn: string;
  readonly event: object;
  readonly timeoutMs: number;
  /** The trigger as LambdaConfig names it (`PreSignUp`). */
  readonly trigger: string;
}

/**
 * `error`: the function itself failed, with `errorMessage`. `timeout`: it did not answer in time. `unavailable`: it
 * could not be called (`errorType` says why, e.g. `ResourceNotFoundException`). `invalid-answer`: it answered no JSON.
 */
export type FunctionFailure = 'error' | 'timeout' | 'unavailable' | 'invalid-answer';

export class FunctionFailed extends Error {
  readonly kind: FunctionFailure;
  readonly errorType: string | undefined;
  readonly errorMessage: string | undefined;

  constructor(kind: FunctionFailure, said: { errorType?: string; errorMessage?: string } = {}, options?: ErrorOptions) {
    super(`function failed: ${kind}`, options);
    this.name = 'FunctionFailed';
    this.kind = kind;
    this.errorType = said.errorType;
    this.errorMessage = said.errorMessage;
  }
}

/** Where data keys come from: keys that Poolhouse manages, or a key service. */
export interface DataKeys {
  /** 32 random bytes, in clear and under the key of that ARN, bound to the context. `keyArn` is never an alias. */
  generate(
    keyArn: string,
    context: Readonly<Record<string, string>>,
  ): Promise<{ readonly keyArn: string; readonly plaintext: Uint8Array; readonly ciphertext: Uint8Array }>;
}

/** The keys under which codes travel to CustomEmailSender and CustomSMSSender. */
export interface SenderKeys {
  /**
   * Base64 of a message in the AWS Encryption SDK's format, under the key that LambdaConfig's KMSKeyID names. `context`
   * is its encryption context: Cognito's is `{ 'userpool-id': … }`. Rejects when the key cannot be used.
   */
  encrypt(keyArn: string, plaintext: string, context: Readonly<Record<string, string>>): Promise<string>;
}

/**
 * Requests to addresses that pool owners name (metadata, discovery). HTTPS alone; nothing inside the deployment's own
 * network is reached. Rejects with `FetchFailed`.
 */
export type Fetch = (url: string, request?: FetchRequest) => Promise<FetchAnswer>;

export interface FetchRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface FetchAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export class FetchFailed extends Error {
  /** `refused`: the address may not be asked; the others happened on the way. */
  readonly reason: 'refused' | 'timeout' | 'too-large' | 'redirects' | 'network';

  constructor(reason: FetchFailed['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FetchFailed';
    this.reason = reason;
  }
}

/** COSE algorithms of passkeys: ES256 and RS256 (RFC 9053 section 2.1, RFC 8812 section 2). */
export const WEBAUTHN_ALGORITHMS = [-7, -257] as const;

/** What a ceremony must have been made for. */
export interface ExpectedCeremony {
  /** Base64url. */
  readonly challenge: string;
  readonly origin: string;
  readonly relyingPartyId: string;
  /** Demanded, not merely preferred. */
  readonly userVerification: boolean;
}

export interface RegisteredCredential {
  readonly id: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly attachment?: 'cross-platform' | 'platform';
  readonly aaguid: string;
  readonly userVerified: boolean;
  /** Undefined where the client does not say. */
  readonly discoverable?: boolean;
}

/** Checks what authenticators answer (W3C Web Authentication, sections 7.1 and 7.2). Rejects with `WebAuthnRefused`. */
export interface WebAuthn {
  register(response: unknown, expected: ExpectedCeremony): Promise<RegisteredCredential>;
  /** A counter that does not rise is refused, unless there is none. */
  assert(
    response: unknown,
    expected: ExpectedCeremony,
    credential: Pick<Passkey, 'counter' | 'id' | 'publicKey'>,
  ): Promise<{ readonly counter: number; readonly userVerified: boolean }>;
}

export class WebAuthnRefused extends Error {
  readonly reason: 'malformed' | 'relying-party' | 'unsupported';

  constructor(reason: WebAuthnRefused['reason'], options?: ErrorOptions) {
    super(`credential refused: ${reason}`, options);
    this.name = 'WebAuthnRefused';
    this.reason = reason;
  }
}

/** Files of comma-separated values. */
export interface Csv {
  /** Every row, the header included, as the bytes come. Rejects with `CsvUnreadable`. */
  rows(bytes: AsyncIterable<Uint8Array>): AsyncIterable<CsvRow>;
}

export interface CsvRow {
  readonly values: readonly string[];
  /** Its first line in the file, counted from 1. */
  readonly line: number;
  readonly tooLong: boolean;
}

/** The file is no CSV, or not in UTF-8. The message says nothing of its content. */
export class CsvUnreadable extends Error {}
