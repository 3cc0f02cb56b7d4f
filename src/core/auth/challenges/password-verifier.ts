/**
 * PASSWORD_VERIFIER: the password proved by SRP-6a. SECRET_BLOCK carries the server's side of the exchange, sealed.
 * A user who does not exist goes through the same powers, reads and writes.
 */
import { constantTimeEqual } from '../../../crypto/compare.ts';
import { claimSignature, formatNumber, parsePublicValue, parseTimestamp } from '../../../crypto/srp.ts';
import { N, toNumber } from '../../../crypto/srp-group.ts';
import type { Core } from '../../core.ts';
import { incorrectUsernameOrPassword, invalidParameter, passwordResetRequired, userNotFound } from '../../errors.ts';
import { guessPassword } from '../../passwords/guess.ts';
import { openVerifier, simulatedVerifier } from '../../passwords/verify.ts';
import { srpPoolName } from '../../pools/pool.ts';
import { assertMaySignIn, resetComesFirst } from '../account-state.ts';
import { hideMissingPassword } from '../decoy.ts';
import { required } from '../parameters.ts';
import { invalidSession, seal, spending } from '../session.ts';
import type { AuthCore, Given, SignIn } from '../sign-in.ts';
import { withProof } from '../state.ts';
import { hidesUsers, namesSubject } from '../subject.ts';
import type { Asked, Challenge } from './challenge.ts';
import { recall } from './resume.ts';

export const passwordVerifier: Challenge = {
  async issue(core, signIn, given) {
    const A = clientValue(given);
    const { salt, verifier } = verifierOf(core, signIn);
    const { b, B } = await core.srp.challenge(verifier);
    const block = seal(core, 'srp-secret-block', signIn, 'PASSWORD_VERIFIER', {
      A: base64(A),
      b: base64(b),
      B: base64(B),
    });
    const { username } = signIn.subject;
    return {
      parameters: {
        SALT: formatNumber(salt),
        // Clients decode the block as base64 before they sign it.
        SECRET_BLOCK: base64(Buffer.from(block)),
        SRP_B: formatNumber(B),
        USERNAME: username,
        USER_ID_FOR_SRP: username,
      },
    };
  },

  async resume(core, door, answer) {
    for (const name of CLAIM) required(answer.given, name);
    assertTimestamp(answer.given);
    return recall(core, door, answer, 'srp-secret-block', secretBlock(answer.given).toString('latin1'));
  },

  async answer(core, asked, given) {
    const { client, subject, progress } = asked;
    const right = await guessPassword(core, asked.pool, subject.user ?? subject.sub, () => proves(core, asked, given));
    if (!right) await spending(core.store.commit([asked.spend]));
    const { user } = subject;
    if (!user) throw hidesUsers(client) ? incorrectUsernameOrPassword() : userNotFound();
    if (!right) throw resetComesFirst(client, user) ? passwordResetRequired() : incorrectUsernameOrPassword();
    assertMaySignIn(core, user);
    return { user, progress: withProof(progress, { by: 'password' }), spent: false };
  },
};

const CLAIM = ['USERNAME', 'PASSWORD_CLAIM_SIGNATURE', 'PASSWORD_CLAIM_SECRET_BLOCK', 'TIMESTAMP'];

const secretBlock = (given: Given): Buffer => Buffer.from(required(given, 'PASSWORD_CLAIM_SECRET_BLOCK'), 'base64');

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (carried: Readonly<Record<string, string>>, name: 'A' | 'b' | 'B'): Uint8Array => {
  const value = carried[name];
  if (value === undefined) throw invalidSession();
  return Buffer.from(value, 'base64');
};

/** An A that is 0 modulo N would make the key known to anybody (RFC 5054 section 2.5.4). */
const clientValue = (given: Given): Uint8Array => {
  const A = parsePublicValue(required(given, 'SRP_A'));
  if (!A || toNumber(A) % N === 0n) throw invalidParameter('SRP_A is invalid');
  return A;
};

/** Whether it is fresh the block's own expiry decides, by this server's clock: people's clocks are wrong. */
const assertTimestamp = (given: Given): void => {
  if (parseTimestamp(required(given, 'TIMESTAMP')) !== undefined) return;
  throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english');
};

const verifierOf = (core: Pick<Core, 'sealer'>, { pool, subject }: SignIn) => {
  hideMissingPassword(core, subject.user);
  return subject.user ? openVerifier(core, subject.user) : simulatedVerifier(core, pool, subject.username);
};

const proves = async (core: AuthCore, asked: Asked, given: Given): Promise<boolean> => {
  const { carried, pool, subject } = asked;
  const key = await core.srp.sessionKey({
    A: bytesOf(carried.data, 'A'),
    b: bytesOf(carried.data, 'b'),
    B: bytesOf(carried.data, 'B'),
    verifier: verifierOf(core, asked).verifier,
  });
  const named = await namesSubject(core, pool, subject, required(given, 'USERNAME'));
  return key !== undefined && named && subject.user?.password !== undefined && signed(key, asked, given);
};

const signed = (key: Uint8Array, { pool, subject }: Asked, given: Given): boolean => {
  const signature = claimSignature(key, {
    poolName: srpPoolName(pool.id),
    userIdForSrp: subject.username,
    secretBlock: secretBlock(given),
    timestamp: required(given, 'TIMESTAMP'),
  });
  return constantTimeEqual(signature, Buffer.from(required(given, 'PASSWORD_CLAIM_SIGNATURE'), 'base64'));
};
