/**
 * /confirmUser, which /confirm is another name of: the code of a sign-up, typed into its page or followed as a link.
 * /resendcode sends another.
 */
import { confirmSignUp } from '../../core/accounts/confirm-sign-up.ts';
import { resendConfirmation } from '../../core/accounts/resend-confirmation.ts';
import { callOf } from './call.ts';
import { confirmPage, isByLink, type SealedSignUp } from './confirm-page.ts';
import { type Form, textOf } from './form.ts';
import { FormProblem } from './form-problem.ts';
import { openState } from './page-state.ts';
import { showSignIn } from './sign-in.ts';
import { beginSteps } from './step.ts';
import { noticeOf, problemOf, type Visit } from './visit.ts';

export const confirm = async (visit: Visit, form: Form): Promise<Response> => {
  const step = openState<SealedSignUp>(visit, 'confirm-sign-up', form.get('state'));
  let session: string | undefined;
  try {
    const code = codeOf(form);
    ({ session } = await confirmSignUp(visit.core, callOf(visit, step.name), { code, session: step.session }));
  } catch (error) {
    return confirmPage(visit, step, problemOf(visit, error));
  }
  if (session) return beginSteps(visit, 'USER_AUTH', { USERNAME: step.name }, session);
  return showSignIn(visit, noticeOf(visit, 'success', 'message.confirmed'), step.name);
};

const codeOf = (form: Form): string => {
  const code = textOf(form, 'code').replace(/\s/g, '');
  if (!code) throw new FormProblem('field.required');
  return code;
};

export const resend = async (visit: Visit, form: Form): Promise<Response> => {
  const step = openState<SealedSignUp>(visit, 'confirm-sign-up', form.get('state'));
  try {
    const delivery = await resendConfirmation(visit.core, callOf(visit, step.name));
    const { destination, medium } = delivery;
    const byLink = isByLink(visit.context.env.site.pool, delivery);
    const notice = noticeOf(visit, 'success', byLink ? 'message.linkSent' : 'message.codeSent', { destination });
    return await confirmPage(visit, { ...step, destination, medium, byLink }, notice);
  } catch (error) {
    return confirmPage(visit, step, problemOf(visit, error));
  }
};
