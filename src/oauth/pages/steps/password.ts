/** The password of a choice-based sign-in, on a page of its own. */
import { passwordOf } from '../passwords.ts';
import { recoversPasswords } from '../pool-offers.ts';
import { reply, type StepPage } from './step.ts';

export const passwordStep: StepPage = {
  page: ({ context }, { name, others }, state) => ({
    page: 'password',
    name,
    state,
    otherFactors: others,
    forgotPassword: recoversPasswords(context.env.site.pool),
  }),

  answer: async (visit, step, form) => reply(visit, step, { PASSWORD: passwordOf(form) }),
};
