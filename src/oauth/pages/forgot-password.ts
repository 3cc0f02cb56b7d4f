/** /forgotPassword and /confirmForgotPassword: a code to an address that is known, then another password. */
import { forgotPassword } from '../../core/accounts/forgot-password.ts';
import { resetPassword } from '../../core/accounts/reset-password.ts';
import { allowsOwnUsers } from '../../core/oauth/allowed.ts';
import type { Notice } from '../views/page.ts';
import { callOf } from './call.ts';
import { type Form, textOf } from './form.ts';
import { FormProblem } from './form-problem.ts';
import { nameOf } from './names.ts';
import { openState } from './page-state.ts';
import { newPasswordOf } from './passwords.ts';
import { nameKindsOf } from './pool-offers.ts';
import { resetPage, type SealedReset } from './reset-page.ts';
import { showSignIn } from './sign-in.ts';
import { noticeOf, problemOf, show, type Visit } from './visit.ts';

export const showForgotPassword = (visit: Visit, notice?: Notice, name?: string): Promise<Response> => {
  if (!allowsOwnUsers(visit.client)) return showSignIn(visit);
  const nameKinds = nameKindsOf(visit.context.env.site.pool);
  return show(visit, { page: 'forgot-password', nameKinds, name: name ?? visit.request.loginHint }, notice);
};

export const askForCode = async (visit: Visit, form: Form): Promise<Response> => {
  if (!allowsOwnUsers(visit.client)) return showSignIn(visit);
  try {
    const name = nameOf(form);
    const { destination } = await forgotPassword(visit.core, callOf(visit, name));
    return await resetPage(visit, { name, destination });
  } catch (error) {
    return showForgotPassword(visit, problemOf(visit, error), textOf(form, 'username'));
  }
};

export const setPassword = async (visit: Visit, form: Form): Promise<Response> => {
  const step = openState<SealedReset>(visit, 'reset-password', form.get('state'));
  try {
    const reset = { code: codeOf(form), password: newPasswordOf(form) };
    await resetPassword(visit.core, callOf(visit, step.name), reset);
  } catch (error) {
    return resetPage(visit, step, problemOf(visit, error));
  }
  return showSignIn(visit, noticeOf(visit, 'success', 'message.passwordChanged'), step.name);
};

const codeOf = (form: Form): string => {
  const code = textOf(form, 'code').replace(/\s/g, '');
  if (!code || !form.get('password')) throw new FormProblem('field.required');
  return code;
};
