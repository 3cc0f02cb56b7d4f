/**
 * The pool demands a second factor and the person has none: an authenticator app, whose key is made and proved before
 * the machine hears of it, or codes to an e-mail address.
 */

import { associateInSession, verifyInSession } from '../../../core/auth/setup-token.ts';
import type { MfaChallenge } from '../../../core/auth/state.ts';
import type { Page } from '../../views/page.ts';
import { type Form, textOf } from '../form.ts';
import { FormProblem } from '../form-problem.ts';
import type { Visit } from '../visit.ts';
import { type Next, reply, type Step, type StepPage } from './step.ts';

/** What can be set up within a sign-in; a phone number cannot. */
const METHODS = ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] as const;
type Method = (typeof METHODS)[number];

export const mfaSetupStep: StepPage = {
  page(visit, { name, parameters, setup }, state): Page {
    if (setup?.secret !== undefined) return { page: 'totp-setup', name, state, ...shownKey(visit, name, setup.secret) };
    if (setup?.method === 'EMAIL_OTP') return { page: 'email-setup', name, state };
    return { page: 'choose-mfa', purpose: 'setup', name, state, methods: methodsOf(parameters) };
  },

  async answer(visit, step, form) {
    const { setup } = step;
    if (setup?.secret !== undefined) return withApp(visit, step, form);
    if (setup?.method === 'EMAIL_OTP') return reply(visit, step, { EMAIL: textOf(form, 'email') });
    const chosen = methodsOf(step.parameters).find((method) => method === textOf(form, 'answer'));
    if (chosen === undefined) throw new FormProblem('field.required');
    return begin(visit, step, chosen);
  },

  skip(visit, step) {
    if (step.setup) return undefined;
    const [only, ...others] = methodsOf(step.parameters);
    if (only === undefined) return Promise.reject(new FormProblem('message.noSecondFactor'));
    return others.length === 0 ? begin(visit, step, only) : undefined;
  },
};

const methodsOf = (parameters: Step['parameters']): Method[] => {
  const offered = JSON.parse(parameters['MFAS_CAN_SETUP'] ?? '[]') as MfaChallenge[];
  return METHODS.filter((method) => offered.includes(method));
};

const begin = async ({ core }: Visit, step: Step, method: Method): Promise<Next> => {
  if (method === 'EMAIL_OTP') return { ...step, setup: { method } };
  const { session, secret } = await associateInSession(core, step.session);
  return { ...step, session, setup: { method, secret } };
};

const withApp = async (visit: Visit, step: Step, form: Form): Promise<Next> => {
  const code = textOf(form, 'code').replace(/\s/g, '');
  const { session } = await verifyInSession(visit.core, step.session, code, textOf(form, 'device') || undefined);
  return reply(visit, { ...step, session }, {});
};

/** The form of addresses that authenticator apps read. */
const shownKey = ({ context }: Visit, name: string, secret: string): { secret: string; uri: string } => {
  const issuer = context.env.site.pool.name;
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(name)}`;
  return { secret, uri: `otpauth://totp/${label}?${new URLSearchParams({ secret, issuer })}` };
};
