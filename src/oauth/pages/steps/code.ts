/** Codes of messages and authenticator apps, as first or second factor. */
import type { CodePage } from '../../views/page.ts';
import { textOf } from '../form.ts';
import { reply, type StepPage } from './step.ts';

/** Spaces within are as good as those around: apps and messages show codes in groups. */
export const codeStep = (via: CodePage['via']): StepPage => ({
  page: (_visit, { name, parameters, others, resends }, state) => ({
    page: 'code',
    via,
    name,
    state,
    otherFactors: others,
    resends,
    destination: parameters['CODE_DELIVERY_DESTINATION'],
    device: parameters['FRIENDLY_DEVICE_NAME'],
  }),

  answer: (visit, step, form) => reply(visit, step, { [`${via}_CODE`]: textOf(form, 'code').replace(/\s/g, '') }),
});
