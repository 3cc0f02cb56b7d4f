/**
 * Password hashes of other systems, as their imports bring them: read strictly, bounded in what checking one may cost,
 * and checked off the event loop: in Node's own thread pool, bcrypt by whoever brings it.
 *
 * Forms: bcrypt's modular crypt (`$2b$12$…`), PHC strings of argon2id and scrypt, and of PBKDF2 the PHC string, passlib's
 * (`$pbkdf2-sha256$29000$…`) and Django's (`pbkdf2_sha256$260000$…`).
 */
import { argon2, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

export type PasswordHash =
  | { readonly kind: 'bcrypt'; readonly text: string }
  | {
      readonly kind: 'argon2id';
      readonly memory: number;
      readonly passes: number;
      readonly parallelism: number;
      readonly salt: Buffer;
      readonly key: Buffer;
    }
  | {
      readonly kind: 'scrypt';
      readonly N: number;
      readonly r: number;
      readonly p: number;
      readonly salt: Buffer;
      readonly key: Buffer;
    }
  | { readonly kind: 'pbkdf2'; readonly iterations: number; readonly salt: Buffer; readonly key: Buffer };

export type HashAlgorithm = 'ARGON2ID' | 'BCRYPT' | 'PBKDF2_SHA256' | 'SCRYPT';

/** What one check may cost, so that a file cannot bring hashes that stop the service. */
const MOST_MEMORY = 256 * 1024 * 1024;
const MOST_PASSES = 64;
const MOST_LANES = 64;
const MOST_ITERATIONS = 10_000_000;
const MOST_BCRYPT_COST = 15;
const SHORTEST_KEY = 16;
const LONGEST_KEY = 128;

const BCRYPT = /^\$2[aby]\$(0[4-9]|1\d)\$[./A-Za-z0-9]{53}$/;
const BASE64 = '[A-Za-z0-9+/.]+={0,2}';
const ARGON2ID = new RegExp(
  `^\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$(${BASE64})\\$(${BASE64})$`,
);
const SCRYPT = new RegExp(`^\\$scrypt\\$ln=(\\d{1,2}),r=(\\d{1,3}),p=(\\d{1,3})\\$(${BASE64})\\$(${BASE64})$`);
const PBKDF2 = new RegExp(`^\\$pbkdf2-sha256\\$(?:i=)?(\\d{1,8})(?:,l=\\d{1,3})?\\$(${BASE64})\\$(${BASE64})$`);
/** Django's salt is text that is used as it stands. */
const DJANGO = new RegExp(`^pbkdf2_sha256\\$(\\d{1,8})\\$([^$]{1,128})\\$(${BASE64})$`);

const readers: Readonly<Record<HashAlgorithm, (text: string) => PasswordHash | undefined>> = {
  BCRYPT: (text) => {
    const [, cost] = BCRYPT.exec(text) ?? [];
    return cost !== undefined && Number(cost) <= MOST_BCRYPT_COST ? { kind: 'bcrypt', text } : undefined;
  },
  ARGON2ID: (text) => {
    const [, m, t, p, salt = '', key = ''] = ARGON2ID.exec(text) ?? [];
    const [memory, passes, parallelism] = [Number(m), Number(t), Number(p)];
    const bounded = memory * 1024 <= MOST_MEMORY && passes <= MOST_PASSES && parallelism <= MOST_LANES;
    const possible = passes >= 1 && parallelism >= 1 && memory >= 8 * parallelism;
    if (!bounded || !possible || bytes(salt).length < 8) return undefined;
    return sized({ kind: 'argon2id', memory, passes, parallelism, salt: bytes(salt), key: bytes(key) });
  },
  SCRYPT: (text) => {
    const [, ln, blocks, lanes, salt = '', key = ''] = SCRYPT.exec(text) ?? [];
    const [N, r, p] = [2 ** Number(ln), Number(blocks), Number(lanes)];
    const bounded = 128 * N * r <= MOST_MEMORY && p <= MOST_LANES;
    if (!bounded || !(N >= 2 && r >= 1 && p >= 1)) return undefined;
    return sized({ kind: 'scrypt', N, r, p, salt: bytes(salt), key: bytes(key) });
  },
  PBKDF2_SHA256: (text) => {
    const [, count, salt = '', key = ''] = PBKDF2.exec(text) ?? DJANGO.exec(text) ?? [];
    const iterations = Number(count);
    if (!(iterations >= 1 && iterations <= MOST_ITERATIONS)) return undefined;
    const salted = text.startsWith('$') ? bytes(salt) : Buffer.from(salt);
    return sized({ kind: 'pbkdf2', iterations, salt: salted, key: bytes(key) });
  },
};

/** passlib writes `.` for `+`. */
const bytes = (text: string): Buffer => Buffer.from(text.replaceAll('.', '+'), 'base64');

const sized = <Hash extends Exclude<PasswordHash, { kind: 'bcrypt' }>>(hash: Hash): Hash | undefined =>
  hash.key.length >= SHORTEST_KEY && hash.key.length <= LONGEST_KEY ? hash : undefined;

/** Undefined when it is no hash of that algorithm, or one that costs too much to check. */
export const readPasswordHash = (algorithm: HashAlgorithm, text: string): PasswordHash | undefined =>
  readers[algorithm](text);

const runArgon2 = promisify(argon2);
const runPbkdf2 = promisify(pbkdf2);
const runScrypt = promisify<string, Buffer, number, object, Buffer>(scrypt);

/** Whether a bcrypt hash is the password's. */
export type BcryptCheck = (hash: string, password: string) => Promise<boolean>;

/** False for a hash that cannot be read. */
export const passwordFits = async (
  bcrypt: BcryptCheck,
  algorithm: HashAlgorithm,
  text: string,
  password: string,
): Promise<boolean> => {
  const hash = readPasswordHash(algorithm, text);
  if (hash === undefined) return false;
  if (hash.kind === 'bcrypt') return bcrypt(hash.text, password);
  return timingSafeEqual(await derived(hash, password), hash.key);
};

const derived = (hash: Exclude<PasswordHash, { kind: 'bcrypt' }>, password: string): Promise<Buffer> => {
  const { salt, key } = hash;
  switch (hash.kind) {
    case 'argon2id': {
      const { memory, passes, parallelism } = hash;
      const parameters = { message: password, nonce: salt, memory, passes, parallelism, tagLength: key.length };
      return runArgon2('argon2id', parameters) as Promise<Buffer>;
    }
    case 'scrypt': {
      const { N, r, p } = hash;
      return runScrypt(password, salt, key.length, { N, r, p, maxmem: 2 * MOST_MEMORY });
    }
    case 'pbkdf2':
      return runPbkdf2(password, salt, hash.iterations, key.length, 'sha256');
  }
};
