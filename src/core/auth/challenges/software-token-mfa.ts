/** SOFTWARE_TOKEN_MFA: the code that an authenticator app shows. */
import { ServiceError } from '../../errors.ts';
import { countTry } from '../../mfa/attempts.ts';
import { softwareTokenUnknown } from '../../mfa/errors.ts';
import { shownCode, useCode } from '../../mfa/totp.ts';
import type { SoftwareToken } from '../../mfa/user-mfa.ts';
import type { Write } from '../../ports.ts';
import type { User } from '../../users/user.ts';
import { required } from '../parameters.ts';
import { assertUnused, seal, spending } from '../session.ts';
import type { AuthCore } from '../sign-in.ts';
import { withProof } from '../state.ts';
import type { Asked, Challenge } from './challenge.ts';
import { endSession } from './end-session.ts';
import { resumeSession } from './resume.ts';
import { knownUser } from './second-factor.ts';

export const softwareTokenMfa: Challenge = {
  async issue(core, signIn) {
    const { username } = signIn.subject;
    const name = tokenOf(knownUser(signIn)).name;
    return {
      parameters: { ...(name && { FRIENDLY_DEVICE_NAME: name }), USER_ID_FOR_SRP: username },
      session: seal(core, 'auth-session', signIn, 'SOFTWARE_TOKEN_MFA', {}),
    };
  },

  resume: resumeSession,

  async answer(core, asked, given) {
    const code = required(given, 'SOFTWARE_TOKEN_MFA_CODE');
    const user = knownUser(asked);
    const token = tokenOf(user);
    const { last, forget } = await countTry(core, user, 'mfa');
    try {
      await spendToken(core, asked, user, token, code, forget);
    } catch (error) {
      if (last) await endSession(core, asked);
      throw error;
    }
    return { user, progress: withProof(asked.progress, { by: 'mfa', method: 'SOFTWARE_TOKEN_MFA' }), spent: true };
  },
};

/** Throws SoftwareTokenMFANotFoundException when it was deleted meanwhile. */
const tokenOf = ({ mfa }: User): SoftwareToken => {
  if (!mfa?.totp) throw softwareTokenUnknown();
  return mfa.totp;
};

/** Session and code are spent in one commit: of two at once with the same code one signs in. */
const spendToken = async (
  core: AuthCore,
  asked: Asked,
  user: User,
  token: SoftwareToken,
  code: string,
  forget: Write,
): Promise<void> => {
  const shown = shownCode(core, user, token, code);
  if (shown === undefined) throw new ServiceError('CodeMismatchException', 'Invalid code received for user');
  const ticket = useCode(core, shown);
  try {
    await spending(core.store.commit([asked.spend, ticket, forget]));
  } catch (error) {
    await assertUnused(core, asked.carried);
    throw error instanceof ServiceError ? codeUsed() : error;
  }
};

const codeUsed = () => new ServiceError('ExpiredCodeException', 'Your software token has already been used once.');
