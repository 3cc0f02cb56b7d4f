/**
 * PASSWORD_VERIFIER: the password proved by SRP. A user who does not exist goes through the same powers, reads and
 * writes.
 */
import type { Core } from '../../core.ts';
import { incorrectUsernameOrPassword, passwordResetRequired, userNotFound } from '../../errors.ts';
import { guessPassword } from '../../passwords/guess.ts';
import { openVerifier, simulatedVerifier } from '../../passwords/verify.ts';
import { srpPoolName } from '../../pools/pool.ts';
import { assertMaySignIn, resetComesFirst } from '../account-state.ts';
import { hideMissingPassword } from '../decoy.ts';
import { required } from '../parameters.ts';
import { spending } from '../session.ts';
import type { AuthCore, Given, SignIn } from '../sign-in.ts';
import { withProof } from '../state.ts';
import { hidesUsers, namesSubject } from '../subject.ts';
import type { Asked, Challenge } from './challenge.ts';
import { clientValue, exchangedKey, isSigned, openExchange, resumeExchange } from './srp-exchange.ts';

export const passwordVerifier: Challenge = {
  async issue(core, signIn, given) {
    const A = clientValue(given);
    const kept = verifierOf(core, signIn);
    const { username } = signIn.subject;
    return {
      parameters: {
        ...(await openExchange(core, signIn, { challenge: 'PASSWORD_VERIFIER', kept, A })),
        USERNAME: username,
        USER_ID_FOR_SRP: username,
      },
    };
  },

  resume: resumeExchange,

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

const verifierOf = (core: Pick<Core, 'sealer'>, { pool, subject }: SignIn) => {
  hideMissingPassword(core, subject.user);
  return subject.user ? openVerifier(core, subject.user) : simulatedVerifier(core, pool, subject.username);
};

const proves = async (core: AuthCore, asked: Asked, given: Given): Promise<boolean> => {
  const { pool, subject } = asked;
  const key = await exchangedKey(core, asked, verifierOf(core, asked));
  const named = await namesSubject(core, pool, subject, required(given, 'USERNAME'));
  if (key === undefined || !named || subject.user?.password === undefined) return false;
  return isSigned(key, given, { poolName: srpPoolName(pool.id), userIdForSrp: subject.username });
};
