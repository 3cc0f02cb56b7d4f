/** Whoever was invited sets a password of their own, and gives what the administrator left out. */
import { fieldsOf, typedIn, valuesOf } from '../fields.ts';
import { newPasswordOf, rulesOf } from '../passwords.ts';
import { textsOf } from '../visit.ts';
import { reply, type Step, type StepPage } from './step.ts';

const PREFIX = 'userAttributes.';

export const newPasswordStep: StepPage = {
  page: (visit, step, state, refused) => {
    const { pool } = visit.context.env.site;
    const names = missing(step);
    const { values, problems } = refused ? typedIn(textsOf(visit), names, refused) : {};
    return {
      page: 'new-password',
      name: step.name,
      state,
      rules: rulesOf(pool),
      fields: fieldsOf(pool, names, values, problems),
    };
  },

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
