/**
 * AssociateSoftwareToken and VerifySoftwareToken with a session: between MFA_SETUP and its answer. Each step spends the
 * session it was given and answers the next one.
 */
import type { Core } from '../core.ts';
import { notAuthorized } from '../errors.ts';
import { countTry } from '../mfa/attempts.ts';
import { softwareTokenNotEnabled, softwareTokenUnknown } from '../mfa/errors.ts';
import { assertOffered } from '../mfa/software-token.ts';
import { newSeed, shownCode, useCode } from '../mfa/totp.ts';
import type { SoftwareToken } from '../mfa/user-mfa.ts';
import type { Write } from '../ports.ts';
import { GuardFailed } from '../ports.ts';
import { commitUser } from '../users/update.ts';
import type { Asked } from './challenges/challenge.ts';
import { endSession } from './challenges/end-session.ts';
import { assertUserHolds, recall } from './challenges/resume.ts';
import { knownUser } from './challenges/second-factor.ts';
import { addressee, assertOwesSetup, openAddressed, PROVED, SEED, sealAddressed } from './challenges/setup-session.ts';
import { publicDoor } from './door.ts';
import { assertUnused, spending } from './session.ts';

type Touches = Pick<Core, 'clock' | 'directory' | 'random' | 'sealer' | 'store'>;

export interface SetupStep {
  readonly session: string;
}

/** Throws SoftwareTokenMFANotFoundException, NotAuthorizedException. */
export const associateInSession = async (
  core: Touches,
  session: string,
): Promise<SetupStep & { readonly secret: string }> => {
  const asked = await resumeSetup(core, session);
  const seed = newSeed(core, knownUser(asked));
  await spending(core.store.commit([asked.spend]));
  return { session: sealAddressed(core, asked, { [SEED]: seed.sealed }), secret: seed.shown };
};

/**
 * The token is stored, switched on and preferred with the right code. Throws EnableSoftwareTokenMFAException for a wrong
 * one, SoftwareTokenMFANotFoundException, NotAuthorizedException.
 */
export const verifyInSession = async (
  core: Touches,
  session: string,
  code: string,
  name: string | undefined,
): Promise<SetupStep> => {
  const asked = await resumeSetup(core, session);
  const sealed = asked.carried.data[SEED];
  if (sealed === undefined) throw softwareTokenUnknown();
  const user = knownUser(asked);
  const { last, forget } = await countTry(core, user, 'mfa-setup');
  const token: SoftwareToken = { sealed, ...(name !== undefined && { name }) };
  const shown = shownCode(core, user, token, code);
  if (shown === undefined) {
    if (last) await endSession(core, asked);
    throw softwareTokenNotEnabled();
  }
  await storeToken(core, asked, token, [asked.spend, useCode(core, shown), forget]);
  return { session: sealAddressed(core, asked, { [PROVED]: 'true' }) };
};

const storeToken = async (core: Touches, asked: Asked, token: SoftwareToken, writes: Write[]): Promise<void> => {
  try {
    await commitUser(core, asked.pool, knownUser(asked), (current) => {
      assertOwesSetup(asked.pool, current);
      const enabled = [...new Set([...(current.mfa?.enabled ?? []), 'SOFTWARE_TOKEN_MFA' as const])];
      const mfa = { ...current.mfa, totp: token, enabled, preferred: 'SOFTWARE_TOKEN_MFA' as const };
      return { user: { ...current, mfa }, writes };
    });
  } catch (error) {
    if (!(error instanceof GuardFailed) || error.guard !== 'ticket.used') throw error;
    await assertUnused(core, asked.carried);
    throw softwareTokenNotEnabled();
  }
};

const resumeSetup = async (core: Touches, session: string): Promise<Asked> => {
  const client = await core.directory.findClient(addressee(session));
  if (!client) throw notAuthorized('Invalid session for the user.');
  const door = await publicDoor(core, client.id);
  assertOffered(door.pool);
  const asked = await recall(
    core,
    door,
    { name: 'MFA_SETUP', given: {} },
    'auth-session',
    openAddressed(door, session),
  );
  assertUserHolds(asked);
  return asked;
};
