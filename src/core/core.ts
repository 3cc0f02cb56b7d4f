/**
 * The parts that core functions work with. A function's signature lists what it may touch:
 * `(core: Pick<Core, 'store' | 'clock'>, …)`. `app.ts` makes the one real value; tests make theirs with `testApp`.
 */
import type { PasswordVerifier, Srp } from '../crypto/srp.ts';
import type { Client } from './clients/client.ts';
import type { Domain } from './domains/domain.ts';
import type { OutgoingMessage } from './messages/compose.ts';
import type { Pool } from './pools/pool.ts';
import type {
  Clock,
  Csv,
  Fetch,
  ForeignSts,
  Functions,
  Log,
  OidcClient,
  Random,
  Saml,
  Sealer,
  SenderKeys,
  Signatures,
  Store,
  WebAuthn,
  Write,
} from './ports.ts';
import type { ResourceServer } from './resource-servers/resource-server.ts';

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
  readonly oidc: OidcClient;
  readonly csv: Csv;
  readonly functions: Functions;
  readonly senderKeys: SenderKeys;
  readonly foreignSts: ForeignSts;
  readonly signatures: Signatures;
}

export interface CoreSettings {
  /** `{issuerBase}/{poolId}` is the issuer of tokens; without a trailing slash. The public URL unless set apart. */
  readonly issuerBase: string;
  /** Where people reach the service, for links in messages; without a trailing slash. */
  readonly publicUrl: string;
  /** The region of domains that name none, and of what is shared by all of a deployment's pools. */
  readonly homeRegion: string;
  /** ListUsers takes more than Cognito's filters (users/search.ts). */
  readonly extendedSearch?: boolean;
  /** A development server's imitations of providers answer (federation/endpoints.ts); `serve` has none. */
  readonly mockProviders?: boolean;
  /** Every page of a site can be looked at with made-up data (`/preview`). */
  readonly pagePreview?: boolean;
  /** The operator's own texts of a pool's pages in a language (BCP 47), by key; undefined: none. */
  readonly pageTexts?: (poolId: string, language: string) => Readonly<Record<string, string>> | undefined;
}

export const issuerOf = (settings: CoreSettings, poolId: string): string => `${settings.issuerBase}/${poolId}`;

/** Pools, clients and what belongs to them, cached on this node for at most a second and forgotten at once when this node changes them. */
export interface Directory {
  /** Throws ResourceNotFoundException "User pool … does not exist.". */
  pool(id: string): Promise<Pool>;
  /** Throws ResourceNotFoundException "User pool client … does not exist.". */
  client(id: string): Promise<Client>;
  findPool(id: string): Promise<Pool | undefined>;
  findClient(id: string): Promise<Client | undefined>;
  findDomain(scope: string, name: string): Promise<Domain | undefined>;
  findResourceServer(poolId: string, identifier: string): Promise<ResourceServer | undefined>;
  forgetPool(id: string): void;
  forgetClient(id: string): void;
  forgetDomain(scope: string, name: string): void;
  forgetResourceServer(poolId: string, identifier: string): void;
}

export type { PasswordVerifier, Srp };

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
