/**
 * The parts that core functions work with. A function's signature lists what it may touch:
 * `(core: Pick<Core, 'store' | 'clock'>, …)`. `app.ts` makes the one real value; tests make theirs with `testApp`.
 */
import type { Client } from './clients/client.ts';
import type { PasswordAlgorithm } from './imports/job.ts';
import type { OutgoingMessage } from './messages/compose.ts';
import type { Pool } from './pools/pool.ts';
import type {
  Clock,
  Csv,
  Fetch,
  Functions,
  Log,
  Random,
  Saml,
  Sealer,
  SenderKeys,
  Store,
  WebAuthn,
  Write,
} from './ports.ts';

export interface Core {
  readonly settings: CoreSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly store: Store;
  readonly sealer: Sealer;
  readonly srp: Srp;
  readonly signer: Signer;
  readonly directory: Directory;
  readonly webAuthn: WebAuthn;
  readonly outbox: Outbox;
  readonly fetch: Fetch;
  readonly saml: Saml;
  readonly csv: Csv;
  readonly functions: Functions;
  readonly senderKeys: SenderKeys;
}

export interface CoreSettings {
  /** `{issuerBase}/{poolId}` is the issuer of tokens; without a trailing slash. The public URL unless set apart. */
  readonly issuerBase: string;
  /** Where people reach the service, for links in messages; without a trailing slash. */
  readonly publicUrl: string;
  /** ListUsers takes more than Cognito's filters (users/search.ts). */
  readonly extendedSearch?: boolean;
}

export const issuerOf = (settings: CoreSettings, poolId: string): string => `${settings.issuerBase}/${poolId}`;

/** Pools and clients, cached on this node for at most a second and forgotten at once when this node changes them. */
export interface Directory {
  /** Throws ResourceNotFoundException "User pool … does not exist.". */
  pool(id: string): Promise<Pool>;
  /** Throws ResourceNotFoundException "User pool client … does not exist.". */
  client(id: string): Promise<Client>;
  findPool(id: string): Promise<Pool | undefined>;
  findClient(id: string): Promise<Client | undefined>;
  forgetPool(id: string): void;
  forgetClient(id: string): void;
}

/** What the server keeps of a password. */
export interface PasswordVerifier {
  /** 16 random bytes. */
  readonly salt: Uint8Array;
  /** g^x mod N, 384 bytes. */
  readonly verifier: Uint8Array;
}

/** SRP-6a as Cognito does it (RFC 5054, 3072-bit group of RFC 3526, SHA-256, HKDF). All heavy work off the event loop. */
export interface Srp {
  makeVerifier(poolName: string, username: string, password: string): Promise<PasswordVerifier>;
  /** Recomputes the verifier from a password; the comparison is constant-time. */
  matches(stored: PasswordVerifier, poolName: string, username: string, password: string): Promise<boolean>;
  /** The server's ephemeral pair for a verifier. */
  challenge(verifier: Uint8Array): Promise<{ readonly b: Uint8Array; readonly B: Uint8Array }>;
  /** The 16-byte key that signs the client's claim. Undefined when A mod N is 0 or u is 0 (RFC 5054 section 2.5.4). */
  sessionKey(input: {
    readonly A: Uint8Array;
    readonly b: Uint8Array;
    readonly B: Uint8Array;
    readonly verifier: Uint8Array;
  }): Promise<Uint8Array | undefined>;
  /** Whether the password is the one behind the hash of another system, with which its user was imported. */
  hashMatches(algorithm: PasswordAlgorithm, hash: string, password: string): Promise<boolean>;
}

/** Signs and checks pool tokens with the pool's own keys (RS256). */
export interface Signer {
  /** A compact JWS with `kid` and `alg`. */
  sign(poolId: string, use: 'id' | 'access', claims: Readonly<Record<string, unknown>>): Promise<string>;
  /** The payload of a token whose signature is right and whose kid is of this pool and use; else undefined. */
  verify(poolId: string, use: 'id' | 'access', token: string): Promise<Record<string, unknown> | undefined>;
  /** Public keys, those to come and those in overlap included. */
  jwks(poolId: string): Promise<{ keys: object[] }>;
  /** Writes that give a new pool its keys; generated off the event loop, some kept ready. */
  newPoolKeys(poolId: string): Promise<Write[]>;
  /** Makes new keys active; the old ones stay announced for as long as the longest token lives. */
  rotate(poolId: string): Promise<void>;
}

/** Messages on their way out. */
export interface Outbox {
  /** The write that posts a message; belongs into the commit of the code that the message carries. */
  post(message: OutgoingMessage): Write;
  /** Call after that commit: delivery starts now rather than at the next look. */
  wake(): void;
}
