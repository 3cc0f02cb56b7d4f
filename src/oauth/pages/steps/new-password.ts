/** Whoever was invited sets a password of their own, and gives what the administrator left out. */
import { fieldsOf, valuesOf } from '../fields.ts';
import { newPasswordOf, rulesOf } from '../passwords.ts';
import { reply, type Step, type StepPage } from './step.ts';

const PREFIX = 'userAttributes.';

export const newPasswordStep: StepPage = {
  page: ({ context }, step, state) => ({
    page: 'new-password',
    name: step.name,
    state,
    rules: rulesOf(context.env.site.pool),
    fields: fieldsOf(context.env.site.pool, missing(step)),
  }),

  answer: async (visit, step, form) => {
    const values = Object.entries(valuesOf(visit.context.env.site.pool, missing(step), form));
    return reply(visit, step, {
      NEW_PASSWORD: newPasswordOf(form),
      ...Object.fromEntries(values.map(([name, value]) => [PREFIX + name, value])),
    });
  },
};

const missing = ({ parameters }: Step): string[] =>
  (JSON.parse(parameters['requiredAttributes'] ?? '[]') as string[]).map((name) => name.slice(PREFIX.length));
