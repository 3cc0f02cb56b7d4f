/** A passkey, as first factor. */
import { reply, type StepPage } from './step.ts';

export const passkeyStep: StepPage = {
  page: (_visit, { name, parameters, others }, state) => ({
    page: 'passkey',
    name,
    state,
    otherFactors: others,
    options: parameters['CREDENTIAL_REQUEST_OPTIONS'] ?? '{}',
  }),

  answer: (visit, step, form) => reply(visit, step, { CREDENTIAL: form.get('credential') ?? '' }),
};
