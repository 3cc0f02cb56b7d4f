/** Several first factors: the person says which. */
import { textOf } from '../form.ts';
import { reply, type StepPage, shownFactors } from './step.ts';

export const chooseFactorStep: StepPage = {
  page: (_visit, step, state) => ({ page: 'choose-factor', name: step.name, state, factors: shownFactors(step) }),

  answer: (visit, step, form) => reply(visit, step, { ANSWER: textOf(form, 'answer') }),

  skip: (visit, step) => {
    const [only, ...others] = shownFactors(step);
    return only && others.length === 0 ? reply(visit, step, { ANSWER: only }) : undefined;
  },
};
