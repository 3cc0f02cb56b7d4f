/** Against the arithmetic of amazon-cognito-identity-js itself, not against a copy of it. */
import { createRequire } from 'node:module';
import { afterAll, describe, expect, it } from 'vitest';
import { bigintPowers, createPowers } from '../../src/crypto/power.ts';
import {
  claimSignature,
  createSrp,
  formatNumber,
  parsePublicValue,
  parseTimestamp,
  passwordExponent,
} from '../../src/crypto/srp.ts';
import { N, signedBytes, toBytes } from '../../src/crypto/srp-group.ts';
import { runJob } from '../../src/crypto/srp-jobs.ts';
import { createCryptoWorkers } from '../../src/crypto/workers.ts';

// The package publishes no types for its inner files.
interface BigIntegerLike {
  toString(radix: number): string;
}
interface Helper {
  smallAValue: BigIntegerLike;
  largeAValue: BigIntegerLike | undefined;
  padHex(value: BigIntegerLike): string;
  getLargeAValue(done: (error: unknown, value: BigIntegerLike) => void): void;
  getPasswordAuthenticationKey(
    username: string,
    password: string,
    B: BigIntegerLike,
    salt: BigIntegerLike,
    done: (error: unknown, key: Uint8Array) => void,
  ): void;
}
const inner = <Value>(name: string): Value =>
  createRequire(import.meta.url)(`amazon-cognito-identity-js/lib/${name}.js`).default as Value;
const AuthenticationHelper = inner<new (poolName: string) => Helper>('AuthenticationHelper');
const BigInteger = inner<new (text: string, radix: number) => BigIntegerLike>('BigInteger');
const DateHelper = inner<new () => { getNowString(): string }>('DateHelper');

const workers = createCryptoWorkers(2);
const srp = createSrp(workers);
afterAll(() => workers.close());

const POOL = 'Ab1Cd2Ef3';
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

interface ClientSide {
  readonly A: string;
  key(username: string, password: string, B: string, salt: string): Promise<Buffer>;
}

/** The client's half, with a chosen or its own random `a`. */
async function client(a?: string): Promise<ClientSide> {
  const helper = new AuthenticationHelper(POOL);
  if (a !== undefined) {
    helper.smallAValue = new BigInteger(a, 16);
    helper.largeAValue = undefined;
  }
  const A = await new Promise<BigIntegerLike>((resolve, reject) =>
    helper.getLargeAValue((error, value) => (error ? reject(error) : resolve(value))),
  );
  return {
    A: A.toString(16),
    key: (username, password, B, salt) =>
      new Promise((resolve, reject) =>
        helper.getPasswordAuthenticationKey(
          username,
          password,
          new BigInteger(B, 16),
          new BigInteger(salt, 16),
          (error, key) => (error ? reject(error) : resolve(Buffer.from(key))),
        ),
      ),
  };
}

async function bothKeys(username: string, password: string, typed = password) {
  const { salt, verifier } = await srp.makeVerifier(POOL, username, password);
  const { b, B } = await srp.challenge(verifier);
  const side = await client();
  const theirs = await side.key(username, typed, formatNumber(B), formatNumber(salt));
  const A = parsePublicValue(side.A);
  if (!A) throw new Error('the client sent no number');
  return { theirs, ours: await srp.sessionKey({ A, b, B, verifier }) };
}

describe('the session key', () => {
  it.each([
    ['alice', 'Passw0rd!'],
    ['7d1b6c1e-3d3f-4a3e-9f64-0c8a3f1c2b11', 'a'],
    ['zoë@example.org', 'pässwörd ☃ 𝒳'],
    ['a:b', ':c'],
  ])('is the one that the client computes for %s', async (username, password) => {
    const { ours, theirs } = await bothKeys(username, password);
    expect(hexOf(ours ?? Buffer.alloc(0))).toBe(hexOf(theirs));
  });

  it('differs when the password does', async () => {
    const { ours, theirs } = await bothKeys('alice', 'Passw0rd!', 'Passw0rd?');
    expect(hexOf(ours ?? Buffer.alloc(0))).not.toBe(hexOf(theirs));
  });

  // Small numbers have leading zeros, odd digits and set first bits: the cases in which hashing numbers goes wrong.
  it.each(['1', 'f', '80', '100', '7fff', 'b00'])(
    'agrees for a salt, an A and a B that are short (a = %s)',
    async (a) => {
      for (const salt of [
        '0'.repeat(32),
        `00${'7f'.repeat(15)}`,
        `00${'80'.repeat(15)}`,
        `000${'9'.repeat(29)}`,
        'ff'.repeat(16),
      ]) {
        const saltBytes = Buffer.from(salt, 'hex');
        const exponent = passwordExponent(saltBytes, POOL, 'bob', 'secret');
        const verifier = bigintPowers.generatorPower(exponent);
        const { b, B } = await srp.challenge(verifier);
        const side = await client(a);
        const A = parsePublicValue(side.A);
        if (!A) throw new Error('the client sent no number');
        const ours = await srp.sessionKey({ A, b, B, verifier });
        expect(hexOf(ours ?? Buffer.alloc(0)), salt).toBe(
          hexOf(await side.key('bob', 'secret', formatNumber(B), formatNumber(saltBytes))),
        );
      }
    },
  );

  it.each([0n, N, 2n * N])('aborts when A mod N is 0', async (A) => {
    const { verifier } = await srp.makeVerifier(POOL, 'alice', 'x');
    const { b, B } = await srp.challenge(verifier);
    expect(await srp.sessionKey({ A: toBytes(A, 400), b, B, verifier })).toBeUndefined();
  });

  it('is the same by the native way and by BigInt', () => {
    const native = createPowers();
    expect(native.way).toBe('native');
    for (let round = 1; round <= 20; round += 1) {
      const verifier = bigintPowers.generatorPower(passwordExponent(Buffer.of(round), POOL, 'u', `${round}`));
      const b = passwordExponent(Buffer.of(round, 1), POOL, 'b', `${round}`);
      const job = { kind: 'session-key', A: verifier, b, B: bigintPowers.generatorPower(b), verifier } as const;
      expect(runJob(native, job)).toEqual(runJob(bigintPowers, job));
    }
    for (const base of [0n, 1n, 2n, N - 1n, N, N + 1n, N + 5n]) {
      expect(native.power(base, Buffer.of(3)).equals(bigintPowers.power(base, Buffer.of(3))), `${base % N}`).toBe(true);
    }
  });
});

describe('numbers as bytes', () => {
  it.each(['0', '1', '7f', '80', '8000', 'ff', '100', '00ff', '0001'])('agrees with padHex for %s', (hex) => {
    const helper = new AuthenticationHelper(POOL);
    const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
    expect(hexOf(signedBytes(bytes))).toBe(helper.padHex(new BigInteger(hex, 16)));
  });

  it('reads A as clients send it and refuses what is no number of the group', () => {
    expect(hexOf(parsePublicValue('abc') ?? Buffer.alloc(0))).toBe('0abc');
    expect(hexOf(parsePublicValue('0000ABC') ?? Buffer.alloc(0))).toBe('0abc');
    for (const text of ['', 'xyz', '-1', '0x12', ' 1', 'f'.repeat(769)]) expect(parsePublicValue(text)).toBeUndefined();
  });

  it('writes numbers as BigInteger prints them', () => {
    expect(formatNumber(Buffer.of(0, 0x0a, 0xbc))).toBe('abc');
    expect(formatNumber(Buffer.of(0))).toBe('0');
  });
});

describe('password verifiers', () => {
  it('match the password that made them and no other', async () => {
    const stored = await srp.makeVerifier(POOL, 'alice', 'Passw0rd!');
    expect(stored.salt).toHaveLength(16);
    expect(stored.verifier).toHaveLength(384);
    expect(await srp.matches(stored, POOL, 'alice', 'Passw0rd!')).toBe(true);
    expect(await srp.matches(stored, POOL, 'alice', 'passw0rd!')).toBe(false);
    expect(await srp.matches(stored, POOL, 'alicf', 'Passw0rd!')).toBe(false);
    expect(await srp.matches(stored, 'Other', 'alice', 'Passw0rd!')).toBe(false);
  });

  it('is salted', async () => {
    const one = await srp.makeVerifier(POOL, 'alice', 'x');
    const other = await srp.makeVerifier(POOL, 'alice', 'x');
    expect(hexOf(one.verifier)).not.toBe(hexOf(other.verifier));
  });

  it('hands out a new pair for every challenge', async () => {
    const { verifier } = await srp.makeVerifier(POOL, 'alice', 'x');
    const seen = new Set<string>();
    for (let round = 0; round < 50; round += 1) seen.add(hexOf((await srp.challenge(verifier)).b));
    expect(seen.size).toBe(50);
  });
});

describe('the password claim', () => {
  it('signs pool name, user, secret block and time in this order', () => {
    const key = Buffer.alloc(16, 7);
    const claim = { poolName: POOL, userIdForSrp: 'alice', secretBlock: Buffer.from('block'), timestamp: 'now' };
    expect(claimSignature(key, claim).toString('base64')).toBe('1cDS47EhCG4LIuiXFc4RkG4GThN5Hig2dIOCEhv8JU8=');
  });

  it('takes the time as the client writes it', () => {
    const now = Date.now();
    const parsed = parseTimestamp(new DateHelper().getNowString());
    expect(Math.abs((parsed ?? 0) - now)).toBeLessThan(2_000);
    expect(parseTimestamp('Sun Nov 1 09:05:03 UTC 2026')).toBe(Date.UTC(2026, 10, 1, 9, 5, 3));
    for (const text of [
      '',
      'now',
      '2026-11-22T00:00:00Z',
      'Sun Nov 1 09:05:03 CET 2026',
      'Sun Nov 1 9:05:03 UTC 2026',
      'Sun Nov 1 29:05:03 UTC 2026',
    ]) {
      expect(parseTimestamp(text), text).toBeUndefined();
    }
  });
});
