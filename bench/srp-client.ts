/** A client's side of SRP, as cheap as it can be: one power a sign-in, so that the load does not crowd out the server. */
import { hkdfSync, randomBytes } from 'node:crypto';
import { createPowers } from '../src/crypto/power.ts';
import { claimSignature, passwordExponent } from '../src/crypto/srp.ts';
import { K, N, sha256, signedBytes, toBytes, toNumber } from '../src/crypto/srp-group.ts';

const powers = createPowers();
const a = randomBytes(32);
const A = powers.generatorPower(a);

export const SRP_A = A.toString('hex').replace(/^0+/, '');

export interface Challenge {
  readonly SALT: string;
  readonly SRP_B: string;
  readonly SECRET_BLOCK: string;
  readonly USER_ID_FOR_SRP: string;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const timestampOf = (date: Date): string =>
  `${WEEKDAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()} ${date.toISOString().slice(11, 19)} UTC ${date.getUTCFullYear()}`;

export const answerChallenge = (challenge: Challenge, poolName: string, password: string): Record<string, string> => {
  const { SALT, SRP_B, SECRET_BLOCK, USER_ID_FOR_SRP } = challenge;
  const x = passwordExponent(bytesOf(SALT), poolName, USER_ID_FOR_SRP, password);
  const B = bytesOf(SRP_B);
  const u = sha256(signedBytes(A), signedBytes(B));
  const gx = toNumber(powers.generatorPower(x));
  const base = (((toNumber(B) - K * gx) % N) + N) % N;
  const exponent = toNumber(a) + toNumber(u) * toNumber(x);
  const S = powers.power(base, toBytes(exponent, 65));
  const key = new Uint8Array(hkdfSync('sha256', signedBytes(S), signedBytes(u), 'Caldera Derived Key', 16));
  const timestamp = timestampOf(new Date());
  const claim = {
    poolName,
    userIdForSrp: USER_ID_FOR_SRP,
    secretBlock: Buffer.from(SECRET_BLOCK, 'base64'),
    timestamp,
  };
  return {
    USERNAME: USER_ID_FOR_SRP,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: claimSignature(key, claim).toString('base64'),
    TIMESTAMP: timestamp,
  };
};

const bytesOf = (hex: string): Buffer => Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
