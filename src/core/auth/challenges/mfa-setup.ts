/**
 * MFA_SETUP: the pool demands a second factor and the user has none. A software token is made and proved between this
 * challenge and its answer (setup-token.ts); an e-mail address is given with the answer, and proved by the challenge
 * that follows.
 */
import { invalidParameter } from '../../errors.ts';
import { offeredMethods } from '../../mfa/factors.ts';
import { applyAttributeChanges } from '../../users/attributes.ts';
import { commitUser } from '../../users/update.ts';
import type { User } from '../../users/user.ts';
import { invalidSession, spending } from '../session.ts';
import type { AuthCore } from '../sign-in.ts';
import { withProof } from '../state.ts';
import type { Answered, Asked, Challenge } from './challenge.ts';
import { resumeSession } from './resume.ts';
import { knownUser } from './second-factor.ts';
import { assertOwesSetup, openAddressed, PROVED, sealAddressed } from './setup-session.ts';

export const mfaSetup: Challenge = {
  async issue(core, signIn) {
    return {
      parameters: {
        MFAS_CAN_SETUP: JSON.stringify(offeredMethods(signIn.pool.settings)),
        USER_ID_FOR_SRP: signIn.subject.username,
      },
      session: sealAddressed(core, signIn, {}),
    };
  },

  resume: (core, door, { session, ...answer }) =>
    resumeSession(core, door, session === undefined ? answer : { ...answer, session: openAddressed(door, session) }),

  async answer(core, asked, given) {
    const email = given['EMAIL'];
    return email ? withEmail(core, asked, email) : withToken(asked);
  },
};

/** VerifySoftwareToken has stored the token that this session proves. Throws NotAuthorizedException otherwise. */
const withToken = (asked: Asked): Answered => {
  const user = knownUser(asked);
  if (asked.carried.data[PROVED] === undefined || !user.mfa?.totp) throw invalidSession();
  return { user, progress: withProof(asked.progress, { by: 'mfa', method: 'SOFTWARE_TOKEN_MFA' }), spent: false };
};

/** Throws InvalidParameterException, AliasExistsException. */
const withEmail = async (core: AuthCore, asked: Asked, email: string): Promise<Answered> => {
  const { pool, client } = asked;
  if (!offeredMethods(pool.settings).includes('EMAIL_OTP')) throw invalidParameter('Email MFA is not enabled.');
  const user = await spending(
    commitUser(core, pool, knownUser(asked), (current) => {
      assertOwesSetup(pool, current);
      if (current.attributes['email']) throw invalidSession();
      return {
        user: withAddress(applyAttributeChanges(pool, current, { email }, { client }).user),
        writes: [asked.spend],
      };
    }),
  );
  return { user, progress: asked.progress, spent: true };
};

/** The pool may hold a new address back until it is verified; the code that goes to it now does just that. */
const withAddress = (user: User): User => {
  const { email, ...pendingAttributes } = user.pendingAttributes;
  if (email === undefined) return user;
  return { ...user, pendingAttributes, attributes: { ...user.attributes, email, email_verified: 'false' } };
};
