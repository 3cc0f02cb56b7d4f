/** The limit: what the arithmetic of a sign-in costs on this machine, in this run, with nothing around it. */
import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { createPowers } from '../src/crypto/power.ts';
import { toNumber } from '../src/crypto/srp-group.ts';

export interface BareCrypto {
  /** CPU ms of one 3072-bit power with a 256-bit exponent. */
  readonly powerMs: number;
  /** CPU ms of one RSA-2048 signature. */
  readonly signMs: number;
  /** CPU ms of checking one. */
  readonly verifyMs: number;
}

const SAMPLES = 5;
const EACH_MS = 300;

export const measureBareCrypto = (): BareCrypto => {
  const powers = createPowers();
  const base = toNumber(randomBytes(384));
  const exponent = randomBytes(32);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const input = randomBytes(1000);
  const signature = sign('sha256', input, privateKey);
  return {
    powerMs: median(() => powers.power(base, exponent)),
    signMs: median(() => sign('sha256', input, privateKey)),
    verifyMs: median(() => verify('sha256', input, publicKey, signature)),
  };
};

const median = (work: () => void): number => {
  sample(work); // The first calls compile and look up.
  const samples = Array.from({ length: SAMPLES }, () => sample(work)).sort((a, b) => a - b);
  return samples[Math.floor(SAMPLES / 2)] as number;
};

/** CPU time, as the server's is counted: a busy machine would make the limit look lower than it is. */
const sample = (work: () => void): number => {
  const before = process.cpuUsage();
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < EACH_MS) {
    work();
    count += 1;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
};
