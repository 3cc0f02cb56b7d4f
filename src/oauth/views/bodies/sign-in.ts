/** The first page: a name (and password), providers, or whoever is signed in already. */
import { html } from 'hono/html';
import type { SignInPage } from '../page.ts';
import { primaryButton } from '../parts/button.ts';
import { field } from '../parts/field.ts';
import { form } from '../parts/form.ts';
import { CHEVRON } from '../parts/icons.ts';
import { nameField } from '../parts/names.ts';
import { passwordField } from '../parts/password.ts';
import { firstLetter, providersOf } from '../parts/providers.ts';
import { termsLinks } from '../parts/terms.ts';
import type { Body, Html, View } from '../view.ts';

export const signIn = (view: View, page: SignInPage): Body => ({
  title: view.t('signIn.title'),
  description: view.t('signIn.description'),
  instructions: view.t('instructions.signIn'),
  wide: page.providers.length > 0 && page.ownUsers,
  content: html`
    ${page.signedInAs === undefined ? '' : continueAs(view, page.signedInAs)}
    <div class="methods">${inOrder(view, page).map((method, at) => html`${at > 0 ? divider(view) : ''}${method}`)}</div>`,
  after: html`${signUpLine(view, page)}${termsLinks(view, page.terms)}`,
});

const inOrder = (view: View, page: SignInPage): Html[] =>
  view.look.methods.flatMap((method) => {
    if (method === 'USERNAME_PASSWORD') return page.ownUsers ? [ownMethod(view, page)] : [];
    return federated(view, page);
  });

/** The form, or a button that opens it. */
const ownMethod = (view: View, page: SignInPage): Html => {
  if (!view.look.formBehindButton) return html`<section class="method own-users">${ownForm(view, page)}</section>`;
  const open = view.frame.notice !== undefined || page.name !== undefined;
  return html`<details class="method own-users"${open ? ' open' : ''}>
    <summary class="button secondary">${view.t('signIn.ownAccount')}</summary>
    ${ownForm(view, page)}
  </details>`;
};

const federated = (view: View, page: SignInPage): Html[] => {
  const byMail = page.byIdentifier && (page.asksPassword || !page.ownUsers);
  if (page.providers.length === 0 && !byMail) return [];
  return [
    html`<section class="method">
    ${page.providers.length > 0 ? providersOf(view, page.providers) : ''}
    ${byMail ? byIdentifier(view, page) : ''}
  </section>`,
  ];
};

const divider = (view: View): Html => html`<p class="divider"><span>${view.t('page.or')}</span></p>`;

const continueAs = (view: View, name: string): Html =>
  html`${form(view, 'sign-in', sessionButton(view, name), { className: 'form continue' })}
  <h2 class="another">${view.t('signIn.anotherAccount')}</h2>`;

const sessionButton = (view: View, name: string): Html => html`
  <button class="choice" type="submit" name="continue" value="true">
    <span class="avatar" aria-hidden="true">${firstLetter(name)}</span>
    <span class="choice-text"><span class="choice-name">${view.t('signIn.continueAs', { name })}</span></span>
    ${CHEVRON}
  </button>`;

const ownForm = (view: View, page: SignInPage): Html =>
  form(
    view,
    'sign-in',
    html`
    ${nameField(view, { kinds: page.nameKinds, value: page.name, autocomplete: 'username webauthn', autofocus: comesFirst(view, page) })}
    ${page.asksPassword ? passwordField(view, passwordOptions(view)) : ''}
    ${page.forgotPassword ? forgotLink(view) : ''}
    ${primaryButton(view.t(page.asksPassword ? 'signIn.submit' : 'signIn.next'), { name: 'signInSubmitButton', value: 'true' })}`,
  );

/** What stands above it would be scrolled out of sight on a telephone. */
const comesFirst = (view: View, page: SignInPage): boolean =>
  page.signedInAs === undefined && (page.providers.length === 0 || view.look.methods[0] === 'USERNAME_PASSWORD');

const passwordOptions = (view: View) => ({
  id: 'password',
  name: 'password',
  label: view.t('field.password'),
  autocomplete: 'current-password',
  required: true,
});

export const forgotLink = (view: View): Html => html`
  <p class="forgot"><a class="redirect-customizable" href="${view.to('/forgotPassword')}">${view.t('signIn.forgot')}</a></p>`;

const byIdentifier = (view: View, page: SignInPage): Html =>
  form(
    view,
    'sign-in',
    html`
    <p class="idp-description idpDescription-customizable">${view.t('signIn.corporate')}</p>
    ${field(view, {
      id: 'identifier',
      name: 'username',
      label: view.t('signIn.corporateEmail'),
      type: 'email',
      autocomplete: 'email',
      hint: view.t('signIn.corporateHint'),
      required: true,
      autofocus: !page.ownUsers,
    })}
    ${primaryButton(view.t('signIn.next'))}`,
  );

const signUpLine = (view: View, { signUp }: SignInPage): Html | '' =>
  signUp
    ? html`<p class="way redirect-customizable">${view.t('signIn.noAccount')} <a href="${view.to('/signup')}">${view.t('signIn.signUp')}</a></p>`
    : '';
