/** Choosing a new password: where one is demanded, and where the old one is forgotten. */
import { html } from 'hono/html';
import type { ForgotPasswordPage, NewPasswordPage, ResetPasswordPage } from '../page.ts';
import { attributeField, problemsOf } from '../parts/attributes.ts';
import { linkButton, primaryButton } from '../parts/button.ts';
import { form, hidden } from '../parts/form.ts';
import { nameField } from '../parts/names.ts';
import { newPassword } from '../parts/password.ts';
import { backToSignIn, codeField, whose } from '../parts/step.ts';
import type { Body, Html, View } from '../view.ts';

export const newPasswordRequired = (view: View, page: NewPasswordPage): Body => ({
  title: view.t('newPassword.title'),
  description: view.t('newPassword.description'),
  instructions: view.t('instructions.newPassword'),
  graphic: 'PASSWORD',
  timed: true,
  problems: problemsOf(view, page.fields),
  content: form(
    view,
    'new-password',
    html`${whose(view, page.name)}
    ${newPassword(view, { rules: page.rules, label: view.t('field.newPassword'), confirmed: true, autofocus: true })}
    ${page.fields.length === 0 ? '' : html`<p class="section-title">${view.t('newPassword.attributes')}</p>`}
    ${page.fields.map((each) => attributeField(view, each))}
    ${primaryButton(view.t('newPassword.submit'))}`,
    { state: page.state },
  ),
  after: backToSignIn(view),
});

export const forgotPassword = (view: View, page: ForgotPasswordPage): Body => ({
  title: view.t('forgot.title'),
  description: view.t('forgot.description'),
  instructions: view.t('instructions.forgot'),
  graphic: 'PASSWORD',
  content: form(
    view,
    'forgot-password',
    html`${nameField(view, { kinds: page.nameKinds, value: page.name, autocomplete: 'username' })}
    ${primaryButton(view.t('forgot.submit'))}`,
  ),
  after: backToSignIn(view),
});

export const resetPassword = (view: View, page: ResetPasswordPage): Body => ({
  title: view.t('reset.title'),
  instructions: view.t('instructions.message'),
  description:
    page.destination === undefined
      ? view.t('reset.sentSomewhere')
      : view.t('reset.sent', { destination: page.destination }),
  graphic: 'PASSWORD',
  content: html`${form(
    view,
    'reset-password',
    html`${codeField(view)}
    ${newPassword(view, { rules: page.rules, label: view.t('field.newPassword'), confirmed: true })}
    ${primaryButton(view.t('reset.submit'))}`,
    { state: page.state },
  )}${anotherCode(view, page)}`,
  after: backToSignIn(view),
});

const anotherCode = (view: View, { name }: ResetPasswordPage): Html =>
  form(
    view,
    'forgot-password',
    html`${hidden('username', name)}<p>${view.t('code.resendHint')} ${linkButton(view.t('code.resend'))}</p>`,
    { className: 'resend' },
  );
