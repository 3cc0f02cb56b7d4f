/**
 * Cognito's flavour of SRP-6a (RFC 5054): how it hashes names and numbers, and the server's steps. The powers run in
 * worker threads. Byte for byte what amazon-cognito-identity-js and the AWS SDKs compute on their side.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type BcryptCheck, type HashAlgorithm, passwordFits } from './password-hash.ts';
import { GROUP_BYTES, sha256, signedBytes } from './srp-group.ts';
import { publicValue } from './srp-jobs.ts';
import type { CryptoWorkers } from './workers.ts';

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
  hashMatches(algorithm: HashAlgorithm, hash: string, password: string): Promise<boolean>;
}

const SALT_BYTES = 16;
const EPHEMERAL_BYTES = 32;
/** Pairs (b, g^b) made while nothing else is to do: they save a third of a sign-in's powers. */
const STOCK = 32;
const REFILL_PAUSE_MS = 20;

/** Without `bcrypt` no such hash fits any password. */
export function createSrp(workers: CryptoWorkers, bcrypt: BcryptCheck = () => Promise.resolve(false)): Srp {
  const nextPair = ephemeralPairs(workers);
  const verifierFor = async (salt: Uint8Array, poolName: string, username: string, password: string) => {
    const exponent = passwordExponent(salt, poolName, username, password);
    const verifier = await workers.run({ kind: 'generator-power', exponent });
    if (!verifier) throw new Error('a power without a result');
    return verifier;
  };
  return {
    async makeVerifier(poolName, username, password) {
      const salt = randomBytes(SALT_BYTES);
      return { salt, verifier: await verifierFor(salt, poolName, username, password) };
    },
    async matches(stored, poolName, username, password) {
      const verifier = await verifierFor(stored.salt, poolName, username, password);
      return stored.verifier.length === verifier.length && timingSafeEqual(stored.verifier, verifier);
    },
    async challenge(verifier) {
      const pair = await nextPair();
      return { b: pair.b, B: publicValue(verifier, pair.power) };
    },
    sessionKey: (input) => workers.run({ kind: 'session-key', ...input }),
    hashMatches: (algorithm, hash, password) => passwordFits(bcrypt, algorithm, hash, password),
  };
}

/** x = H(salt | H(pool name, username, ":", password)). */
export const passwordExponent = (salt: Uint8Array, poolName: string, username: string, password: string): Buffer =>
  sha256(signedBytes(salt), sha256(`${poolName}${username}:${password}`));

interface Pair {
  readonly b: Uint8Array;
  readonly power: Uint8Array;
}

function ephemeralPairs(workers: CryptoWorkers): () => Promise<Pair> {
  const ready: Pair[] = [];
  let refilling = false;
  const make = async (): Promise<Pair> => {
    const b = randomBytes(EPHEMERAL_BYTES);
    const power = await workers.run({ kind: 'generator-power', exponent: b });
    if (!power) throw new Error('a power without a result');
    return { b, power };
  };
  const refill = async (): Promise<void> => {
    if (workers.idle) ready.push(await make());
    if (ready.length < STOCK) setTimeout(refillQuietly, workers.idle ? 0 : REFILL_PAUSE_MS).unref();
    else refilling = false;
  };
  const refillQuietly = (): void => {
    // Work ahead of need: when it fails, the next challenge makes its own pair and meets the error itself.
    refill().catch(() => {
      refilling = false;
    });
  };
  return async () => {
    const pair = ready.pop() ?? (await make());
    if (!refilling) {
      refilling = true;
      refillQuietly();
    }
    return pair;
  };
}

/** The client's SRP_A: hex of any length up to the group's, capital or small. Undefined when it is none. */
export function parsePublicValue(text: string): Uint8Array | undefined {
  if (!/^[0-9a-f]+$/i.test(text)) return undefined;
  const digits = text.replace(/^0+/, '');
  if (digits.length > GROUP_BYTES * 2) return undefined;
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
}

/** Numbers travel as hex without leading zeros, as a BigInteger prints itself. */
export const formatNumber = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^0+(?=.)/, '');

export interface Claim {
  readonly poolName: string;
  readonly userIdForSrp: string;
  readonly secretBlock: Uint8Array;
  readonly timestamp: string;
}

/** PASSWORD_CLAIM_SIGNATURE before base64. */
export const claimSignature = (key: Uint8Array, claim: Claim): Buffer =>
  createHmac('sha256', key)
    .update(claim.poolName)
    .update(claim.userIdForSrp)
    .update(claim.secretBlock)
    .update(claim.timestamp)
    .digest();

const TIMESTAMP =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ( ?\d|\d\d) (\d\d:\d\d:\d\d) UTC (\d{4})$/;

/** Epoch milliseconds of a TIMESTAMP ("EEE MMM d HH:mm:ss UTC yyyy"), or undefined when it has another form. */
export function parseTimestamp(text: string): number | undefined {
  const match = TIMESTAMP.exec(text);
  if (!match) return undefined;
  const [, month, day, time, year] = match;
  const at = Date.parse(`${day?.trim()} ${month} ${year} ${time} UTC`);
  return Number.isNaN(at) ? undefined : at;
}
