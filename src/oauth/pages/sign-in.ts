/** /login: who is it, and can they show it. Every step of a sign-in comes back here. */
import { allowsOwnUsers } from '../../core/oauth/allowed.ts';
import type { Notice } from '../views/page.ts';
import { continuing } from './continue-as.ts';
import { finished } from './finished.ts';
import { type Form, textOf } from './form.ts';
import { FormProblem } from './form-problem.ts';
import { nameOf } from './names.ts';
import { passwordOf } from './passwords.ts';
import { isChoiceBased } from './pool-offers.ts';
import { providerFor, sendToProvider } from './providers.ts';
import { signInPage } from './sign-in-page.ts';
import { answerStep, beginSteps } from './step.ts';
import { noticeOf, problemOf, show, type Visit } from './visit.ts';

export const showSignIn = async (visit: Visit, notice?: Notice, name?: string): Promise<Response> =>
  show(visit, await signInPage(visit, name), notice);

export const signIn = (visit: Visit, form: Form): Promise<Response> => {
  if (form.has('state')) return answerStep(visit, form);
  return form.has('continue') ? goOn(visit) : begin(visit, form);
};

const goOn = async (visit: Visit): Promise<Response> => {
  const { context, core, client, request } = visit;
  const person = await continuing(visit);
  if (person) return finished(context, core, client, request, person);
  return showSignIn(visit, noticeOf(visit, 'info', 'error.sessionExpired'));
};

const begin = async (visit: Visit, form: Form): Promise<Response> => {
  const typed = textOf(form, 'username');
  try {
    const password = passwordOf(form);
    const provider = password ? undefined : await providerFor(visit, typed);
    if (provider) return await sendToProvider(visit, provider, typed);
    if (!allowsOwnUsers(visit.client)) throw new FormProblem('message.providerUnknown');
    return await beginAs(visit, nameOf(form), password);
  } catch (error) {
    return showSignIn(visit, problemOf(visit, error), typed);
  }
};

const beginAs = (visit: Visit, USERNAME: string, PASSWORD: string): Promise<Response> => {
  if (!isChoiceBased(visit.context.env.site, visit.client)) {
    if (!PASSWORD) throw new FormProblem('field.required');
    return beginSteps(visit, 'USER_PASSWORD_AUTH', { USERNAME, PASSWORD });
  }
  const chosen = { USERNAME, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD };
  return beginSteps(visit, 'USER_AUTH', PASSWORD ? chosen : { USERNAME });
};
