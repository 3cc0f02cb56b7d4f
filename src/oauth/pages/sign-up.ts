/** /signup: a person makes an account. */
import { type SignedUp, signUp } from '../../core/accounts/sign-up.ts';
import { providersOf } from '../../core/oauth/allowed.ts';
import type { Notice } from '../views/page.ts';
import { callOf } from './call.ts';
import { confirmPage, isByLink } from './confirm-page.ts';
import { typedIn, valuesOf } from './fields.ts';
import { type Form, textOf } from './form.ts';
import { nameOf } from './names.ts';
import { newPasswordOf } from './passwords.ts';
import { takesSignUps } from './pool-offers.ts';
import { providerButtons } from './providers.ts';
import { showSignIn } from './sign-in.ts';
import { askedAttributes, signUpForm, type TypedSignUp } from './sign-up-form.ts';
import { beginSteps } from './step.ts';
import { termsOf } from './terms.ts';
import { noticeOf, problemOf, show, textsOf, type Visit } from './visit.ts';

export const showSignUp = async (visit: Visit, notice?: Notice, typed: TypedSignUp = {}): Promise<Response> => {
  const { context, core, client } = visit;
  const { pool } = context.env.site;
  if (!takesSignUps(pool, client)) return showSignIn(visit, noticeOf(visit, 'error', 'error.signUpClosed'));
  const [providers, terms] = await Promise.all([providersOf(core, client), termsOf(visit)]);
  const form = signUpForm(pool, typed);
  return show(visit, { page: 'sign-up', ...form, providers: providerButtons(visit, providers), terms }, notice);
};

export const makeAccount = async (visit: Visit, form: Form): Promise<Response> => {
  const { context, core, client } = visit;
  const { pool } = context.env.site;
  if (!takesSignUps(pool, client)) return showSignUp(visit);
  try {
    const name = nameOf(form);
    const password = newPasswordOf(form);
    const attributes = valuesOf(pool, askedAttributes(pool), form);
    const made = await signUp(core, callOf(visit, name), { password, attributes });
    return await signedUp(visit, name, password, made);
  } catch (error) {
    return refused(visit, form, error);
  }
};

const signedUp = (
  visit: Visit,
  name: string,
  password: string,
  { user, delivery, session }: SignedUp,
): Promise<Response> => {
  if (user.status === 'CONFIRMED') return signInAtOnce(visit, name, password);
  if (!delivery) return showSignIn(visit, noticeOf(visit, 'info', 'message.awaitsApproval'), name);
  const { destination, medium } = delivery;
  const byLink = isByLink(visit.context.env.site.pool, delivery);
  return confirmPage(visit, { name, destination, medium, byLink, ...(session !== undefined && { session }) });
};

/** Who needs no confirmation. */
const signInAtOnce = (visit: Visit, USERNAME: string, PASSWORD: string): Promise<Response> =>
  PASSWORD
    ? beginSteps(visit, 'USER_PASSWORD_AUTH', { USERNAME, PASSWORD })
    : beginSteps(visit, 'USER_AUTH', { USERNAME });

/** The form again, as it was filled in but for the password. */
const refused = (visit: Visit, form: Form, error: unknown): Promise<Response> => {
  const notice = problemOf(visit, error);
  const typed = typedIn(textsOf(visit), askedAttributes(visit.context.env.site.pool), { form, error });
  return showSignUp(visit, notice, { ...typed, name: textOf(form, 'username').slice(0, 128) });
};
