/**
 * The server's half of SRP-6a in two steps, for whatever is proved by it: passwords and devices. SECRET_BLOCK carries
 * the exchange between them, sealed, and is good for one answer.
 */
import { constantTimeEqual } from '../../../crypto/compare.ts';
import { type Claim, claimSignature, formatNumber, parsePublicValue, parseTimestamp } from '../../../crypto/srp.ts';
import { N, toNumber } from '../../../crypto/srp-group.ts';
import type { Core, PasswordVerifier } from '../../core.ts';
import { invalidParameter } from '../../errors.ts';
import { required } from '../parameters.ts';
import { invalidSession, seal } from '../session.ts';
import type { AuthCore, Door, Given, SignIn } from '../sign-in.ts';
import type { ChallengeName } from '../state.ts';
import type { Answer, Asked } from './challenge.ts';
import { recall } from './resume.ts';

/** SRP_A. One that is 0 modulo N would make the key known to anybody (RFC 5054 section 2.5.4). */
export const clientValue = (given: Given): Uint8Array => {
  const A = parsePublicValue(required(given, 'SRP_A'));
  if (!A || toNumber(A) % N === 0n) throw invalidParameter('SRP_A is invalid');
  return A;
};

export interface OpenExchange {
  readonly challenge: ChallengeName;
  readonly kept: PasswordVerifier;
  readonly A: Uint8Array;
}

/** What the client needs for its proof. */
export const openExchange = async (core: AuthCore, signIn: SignIn, { challenge, kept, A }: OpenExchange) => {
  const { b, B } = await core.srp.challenge(kept.verifier);
  const block = seal(core, 'srp-secret-block', signIn, challenge, { A: base64(A), b: base64(b), B: base64(B) });
  return {
    SALT: formatNumber(kept.salt),
    // Clients decode the block as base64 before they sign it.
    SECRET_BLOCK: base64(Buffer.from(block)),
    SRP_B: formatNumber(B),
  };
};

const CLAIM = ['USERNAME', 'PASSWORD_CLAIM_SIGNATURE', 'PASSWORD_CLAIM_SECRET_BLOCK', 'TIMESTAMP'];

export const resumeExchange = (
  core: Pick<Core, 'clock' | 'sealer' | 'store'>,
  door: Door,
  answer: Answer,
): Promise<Asked> => {
  for (const name of CLAIM) required(answer.given, name);
  assertTimestamp(answer.given);
  return recall(core, door, answer, 'srp-secret-block', secretBlock(answer.given).toString('latin1'));
};

/** Whether it is fresh the block's own expiry decides, by this server's clock: people's clocks are wrong. */
const assertTimestamp = (given: Given): void => {
  if (parseTimestamp(required(given, 'TIMESTAMP')) !== undefined) return;
  throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english');
};

/** The key that the client must have signed with; undefined where no key is safe. */
export const exchangedKey = (
  core: Pick<Core, 'srp'>,
  { carried }: Asked,
  { verifier }: PasswordVerifier,
): Promise<Uint8Array | undefined> =>
  core.srp.sessionKey({
    A: bytesOf(carried.data, 'A'),
    b: bytesOf(carried.data, 'b'),
    B: bytesOf(carried.data, 'B'),
    verifier,
  });

/** Constant in time. */
export const isSigned = (key: Uint8Array, given: Given, by: Pick<Claim, 'poolName' | 'userIdForSrp'>): boolean => {
  const signature = claimSignature(key, {
    ...by,
    secretBlock: secretBlock(given),
    timestamp: required(given, 'TIMESTAMP'),
  });
  return constantTimeEqual(signature, Buffer.from(required(given, 'PASSWORD_CLAIM_SIGNATURE'), 'base64'));
};

const secretBlock = (given: Given): Buffer => Buffer.from(required(given, 'PASSWORD_CLAIM_SECRET_BLOCK'), 'base64');

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const bytesOf = (carried: Readonly<Record<string, string>>, name: 'A' | 'b' | 'B'): Uint8Array => {
  const value = carried[name];
  if (value === undefined) throw invalidSession();
  return Buffer.from(value, 'base64');
};
