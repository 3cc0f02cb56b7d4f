/**
 * NEW_PASSWORD_REQUIRED: whoever proved a temporary password sets their own, and gives the required attributes that the
 * administrator left out.
 */
import { invalidParameter, notAuthorized } from '../../errors.ts';
import { newPassword } from '../../passwords/set.ts';
import type { Pool } from '../../pools/pool.ts';
import { applyAttributeChanges, missingRequired, readableAttributes } from '../../users/attributes.ts';
import { commitUser } from '../../users/update.ts';
import type { User } from '../../users/user.ts';
import { required } from '../parameters.ts';
import { invalidSession, seal, spending } from '../session.ts';
import type { AuthCore, Given } from '../sign-in.ts';
import { withProof } from '../state.ts';
import type { Asked, Challenge } from './challenge.ts';
import { resumeSession } from './resume.ts';

const PREFIX = 'userAttributes.';

export const newPasswordRequired: Challenge = {
  async issue(core, signIn) {
    const { pool, client, subject } = signIn;
    if (!subject.user) throw invalidSession();
    const { sub: _, ...attributes } = readableAttributes(pool, subject.user, client);
    return {
      parameters: {
        USER_ID_FOR_SRP: subject.username,
        requiredAttributes: JSON.stringify(missingRequired(pool, subject.user.attributes).map((name) => PREFIX + name)),
        userAttributes: JSON.stringify(attributes),
      },
      session: seal(core, 'auth-session', signIn, 'NEW_PASSWORD_REQUIRED', {}),
    };
  },

  resume: resumeSession,

  async answer(core, asked, given) {
    const password = required(given, 'NEW_PASSWORD');
    const { pool, subject, progress } = asked;
    if (!subject.user) throw invalidSession();
    const user = await spending(
      commitUser(core, pool, subject.user, async (before) => ({
        user: await confirmed(core, asked, before, password, given),
        writes: [asked.spend],
      })),
    );
    return { user, progress: withProof(progress, { by: 'new-password' }), spent: true };
  },
};

const confirmed = async (
  core: AuthCore,
  { pool, client, carried }: Asked,
  before: User,
  password: string,
  given: Given,
): Promise<User> => {
  // Another request may have set the password, or blocked the user, since this answer was begun.
  if (before.status !== 'FORCE_CHANGE_PASSWORD' || !before.enabled) throw invalidSession();
  if (before.password?.setAt !== carried.passwordSetAt) throw invalidSession();
  const changes = attributesOf(given);
  assertNoneReplaced(pool, before, changes);
  const { user } = applyAttributeChanges(pool, before, changes, { client });
  assertComplete(pool, user);
  const changed = await newPassword(core, pool, before, password);
  return { ...user, ...changed, status: 'CONFIRMED', temporaryPasswordExpiresAt: undefined };
};

const attributesOf = (given: Given): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([name, value]) => [name.slice(PREFIX.length), value]),
  );

/** Whoever has only the mailed password must not move the account to an address of their own. */
const assertNoneReplaced = (pool: Pool, user: User, changes: Readonly<Record<string, string>>): void => {
  const replaced = pool.schema.find(
    ({ name, required: demanded }) => demanded && changes[name] !== undefined && user.attributes[name] !== undefined,
  );
  if (replaced) throw notAuthorized(`Cannot modify an already provided ${replaced.name}`);
};

/** A pending value counts: it is there, it only waits for its code. */
const assertComplete = (pool: Pool, user: User): void => {
  const missing = missingRequired(pool, { ...user.attributes, ...user.pendingAttributes });
  if (missing.length > 0) throw invalidParameter(`Invalid attributes given, ${missing.join(', ')} is missing`);
};
