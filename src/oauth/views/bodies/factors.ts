/** Pages of one factor, first or second, and of the choice between several. */
import { html } from 'hono/html';
import type { ChooseFactorPage, ChooseMfaPage, CodePage, EmailSetupPage, PasswordPage } from '../page.ts';
import { linkButton, primaryButton } from '../parts/button.ts';
import { choices } from '../parts/choices.ts';
import { field } from '../parts/field.ts';
import { form } from '../parts/form.ts';
import { passwordField } from '../parts/password.ts';
import { backToSignIn, codeField, otherFactors, whose } from '../parts/step.ts';
import type { Body, Graphic, Html, View } from '../view.ts';
import { forgotLink } from './sign-in.ts';

export const password = (view: View, page: PasswordPage): Body => ({
  title: view.t('password.title'),
  instructions: view.t('instructions.password'),
  graphic: 'PASSWORD',
  timed: true,
  content: form(view, 'password', passwordFields(view, page), { state: page.state }),
  after: backToSignIn(view),
});

const passwordFields = (view: View, page: PasswordPage): Html => html`
  ${whose(view, page.name)}
  <input class="visually-hidden" type="text" value="${page.name}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">
  ${passwordField(view, {
    id: 'password',
    name: 'password',
    label: view.t('field.password'),
    autocomplete: 'current-password',
    required: true,
    autofocus: true,
  })}
  ${page.forgotPassword ? forgotLink(view) : ''}
  ${primaryButton(view.t('password.submit'))}
  ${otherFactors(view, page.otherFactors)}`;

export const chooseFactor = (view: View, page: ChooseFactorPage): Body => ({
  title: view.t('chooseFactor.title'),
  instructions: view.t('instructions.choose'),
  timed: true,
  content: form(view, 'choose-factor', html`${whose(view, page.name)}${choices(view, page.factors)}`, {
    state: page.state,
  }),
  after: backToSignIn(view),
});

export const chooseMfa = (view: View, page: ChooseMfaPage): Body => ({
  title: view.t(page.purpose === 'setup' ? 'chooseMfa.setupTitle' : 'chooseMfa.title'),
  description: view.t(page.purpose === 'setup' ? 'chooseMfa.setupDescription' : 'chooseMfa.description'),
  instructions: view.t('instructions.choose'),
  timed: true,
  content: form(view, 'choose-mfa', html`${whose(view, page.name)}${choices(view, page.methods)}`, {
    state: page.state,
  }),
  after: backToSignIn(view),
});

const GRAPHICS: Readonly<Record<CodePage['via'], Graphic>> = {
  EMAIL_OTP: 'EMAIL',
  SMS_MFA: 'SMS',
  SMS_OTP: 'SMS',
  SOFTWARE_TOKEN_MFA: 'AUTH_APP',
};

export const code = (view: View, page: CodePage): Body => ({
  title: view.t(`code.title.${page.via}`),
  description: codeDescription(view, page),
  instructions: view.t(page.via === 'SOFTWARE_TOKEN_MFA' ? 'instructions.app' : 'instructions.message'),
  graphic: GRAPHICS[page.via],
  timed: true,
  content: form(
    view,
    'code',
    html`${whose(view, page.name)}${codeField(view, page.via === 'SOFTWARE_TOKEN_MFA' ? { maxLength: 7 } : {})}
    ${primaryButton(view.t('code.submit'))}
    ${page.resends ? anotherCode(view) : ''}${otherFactors(view, page.otherFactors)}`,
    { state: page.state },
  ),
  after: backToSignIn(view),
});

const anotherCode = (view: View): Html => html`
  <p class="way">${view.t('code.resendHint')} ${linkButton(view.t('code.resend'), { name: 'resend', value: 'true', anyway: true })}</p>`;

const codeDescription = (view: View, { via, destination, device }: CodePage): string => {
  if (via === 'SOFTWARE_TOKEN_MFA') return view.t(device ? 'code.appNamed' : 'code.app', { device: device ?? '' });
  return destination === undefined ? view.t('code.sentSomewhere') : view.t('code.sent', { destination });
};

export const emailSetup = (view: View, page: EmailSetupPage): Body => ({
  title: view.t('emailSetup.title'),
  description: view.t('emailSetup.description'),
  instructions: view.t('instructions.emailSetup'),
  graphic: 'EMAIL',
  timed: true,
  content: form(
    view,
    'email-setup',
    html`${whose(view, page.name)}${emailField(view)}${primaryButton(view.t('emailSetup.submit'))}`,
    {
      state: page.state,
    },
  ),
  after: backToSignIn(view),
});

const emailField = (view: View): Html =>
  field(view, {
    id: 'email',
    name: 'email',
    label: view.t('field.email'),
    type: 'email',
    autocomplete: 'email',
    required: true,
    autofocus: true,
  });
