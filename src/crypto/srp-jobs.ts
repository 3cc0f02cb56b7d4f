/** The heavy half of SRP, as jobs for a worker thread. Pure: bytes in, bytes out. */
import { hkdfSync } from 'node:crypto';
import type { Powers } from './power.ts';
import { K, N, sha256, signedBytes, toBytes, toNumber } from './srp-group.ts';

export type CryptoJob =
  | { readonly kind: 'generator-power'; readonly exponent: Uint8Array }
  | {
      readonly kind: 'session-key';
      readonly A: Uint8Array;
      readonly b: Uint8Array;
      readonly B: Uint8Array;
      readonly verifier: Uint8Array;
    };

const KEY_INFO = 'Caldera Derived Key';
const KEY_BYTES = 16;

/**
 * A small Buffer is a window on a slab that many share, and a message carries the whole slab: 64 KB a number, which
 * fills the heap and has it swept several times a second.
 */
export const alone = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);

/** The job as a message to a thread. */
export const portable = (job: CryptoJob): CryptoJob =>
  job.kind === 'generator-power'
    ? { kind: job.kind, exponent: alone(job.exponent) }
    : { kind: job.kind, A: alone(job.A), b: alone(job.b), B: alone(job.B), verifier: alone(job.verifier) };

export function runJob(powers: Powers, job: CryptoJob): Uint8Array | undefined {
  switch (job.kind) {
    case 'generator-power':
      return powers.generatorPower(job.exponent);
    case 'session-key':
      return sessionKey(powers, job);
  }
}

/** Undefined where RFC 5054 section 2.5.4 says abort: A mod N is 0. A u of 0 makes S independent of the password. */
function sessionKey(powers: Powers, job: Extract<CryptoJob, { kind: 'session-key' }>): Uint8Array | undefined {
  const A = toNumber(job.A);
  const u = sha256(signedBytes(job.A), signedBytes(job.B));
  if (A % N === 0n || u.every((byte) => byte === 0)) return undefined;
  const blinded = A * toNumber(powers.power(toNumber(job.verifier), u));
  const S = powers.power(blinded, job.b);
  return new Uint8Array(hkdfSync('sha256', signedBytes(S), signedBytes(u), KEY_INFO, KEY_BYTES));
}

/** B = k * v + g^b mod N. Cheap: stays on the event loop. */
export const publicValue = (verifier: Uint8Array, generatorPower: Uint8Array): Buffer =>
  toBytes((K * toNumber(verifier) + toNumber(generatorPower)) % N);
