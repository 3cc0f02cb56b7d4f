/** The password of a choice-based sign-in, on a page of its own. */
import { beginHosted } from '../../../core/auth/hosted.ts';
import { migratesUsers } from '../../../core/triggers/user-migration.ts';
import { passwordOf } from '../passwords.ts';
import { recoversPasswords } from '../pool-offers.ts';
import { doorOf } from '../visit.ts';
import { reply, type StepPage } from './step.ts';

export const passwordStep: StepPage = {
  page: ({ context }, { name, others }, state) => ({
    page: 'password',
    name,
    state,
    otherFactors: others,
    forgotPassword: recoversPasswords(context.env.site.pool),
  }),

  /** Only a password that begins a sign-in is shown to the pool's UserMigration function. */
  answer: async (visit, step, form) => {
    const PASSWORD = passwordOf(form);
    const door = doorOf(visit);
    if (!migratesUsers(door)) return reply(visit, step, { PASSWORD });
    const given = { USERNAME: step.name, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD };
    return beginHosted(visit.core, door, 'USER_AUTH', given);
  },
};
