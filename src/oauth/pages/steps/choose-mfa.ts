/** Several second factors and none preferred: the person says which. */
import type { MfaChallenge } from '../../../core/auth/state.ts';
import { textOf } from '../form.ts';
import { reply, type StepPage } from './step.ts';

export const chooseMfaStep: StepPage = {
  page: (_visit, { name, parameters }, state) => ({
    page: 'choose-mfa',
    name,
    state,
    purpose: 'sign-in',
    methods: JSON.parse(parameters['MFAS_CAN_CHOOSE'] ?? '[]') as MfaChallenge[],
  }),

  answer: (visit, step, form) => reply(visit, step, { ANSWER: textOf(form, 'answer') }),
};
