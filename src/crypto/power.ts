/**
 * Modular powers in the SRP group. The native way is OpenSSL's Diffie-Hellman, which is some ten times faster than
 * BigInt and even in time for secret exponents. `DiffieHellmanGroup` has the group's parameters ready, where
 * `createDiffieHellman(prime)` spends over a second on proving the prime; it only lacks `setPrivateKey`, which the
 * class beside it lends. Whatever the runtime does is proved against BigInt first, and BigInt takes over when it differs.
 */
import { DiffieHellman, type DiffieHellmanGroup, getDiffieHellman, randomBytes } from 'node:crypto';
import { G, GROUP_BYTES, GROUP_NAME, N, toBytes, toNumber } from './srp-group.ts';

export interface Powers {
  readonly way: 'native' | 'bigint';
  /** base^exponent mod N in 384 bytes; the base may be any number. */
  power(base: bigint, exponent: Uint8Array): Buffer;
  /** g^exponent mod N in 384 bytes. */
  generatorPower(exponent: Uint8Array): Buffer;
}

export const bigintPowers: Powers = {
  way: 'bigint',
  power: (base, exponent) => toBytes(modularPower(base, toNumber(exponent))),
  generatorPower: (exponent) => toBytes(modularPower(G, toNumber(exponent))),
};

export function createPowers(): Powers {
  try {
    const native = nativePowers();
    return provesItself(native) ? native : bigintPowers;
  } catch {
    return bigintPowers;
  }
}

const borrowedSetPrivateKey = DiffieHellman.prototype.setPrivateKey as (
  this: DiffieHellmanGroup,
  key: Uint8Array,
) => void;

function nativePowers(): Powers {
  const group = getDiffieHellman(GROUP_NAME);
  const setExponent = (exponent: Uint8Array): void => borrowedSetPrivateKey.call(group, exponent);
  return {
    way: 'native',
    power(base, exponent) {
      const reduced = base % N;
      // OpenSSL takes no public value of 0, 1 or -1; these cost nothing to power by hand.
      if (reduced <= 1n || reduced === N - 1n) return toBytes(modularPower(reduced, toNumber(exponent)));
      setExponent(exponent);
      return padded(group.computeSecret(toBytes(reduced)));
    },
    generatorPower(exponent) {
      setExponent(exponent);
      return padded(group.generateKeys());
    },
  };
}

const padded = (bytes: Uint8Array): Buffer => Buffer.concat([Buffer.alloc(GROUP_BYTES - bytes.length), bytes]);

function provesItself(powers: Powers): boolean {
  const exponent = randomBytes(32);
  // A non-residue and a residue: some releases refuse one half of all bases.
  const bases = [toNumber(randomBytes(GROUP_BYTES)), toNumber(bigintPowers.generatorPower(randomBytes(32)))];
  return (
    bases.every((base) => powers.power(base, exponent).equals(bigintPowers.power(base, exponent))) &&
    powers.generatorPower(exponent).equals(bigintPowers.generatorPower(exponent))
  );
}

function modularPower(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}
