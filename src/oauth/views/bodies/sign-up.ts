/** A new account, and its confirmation. */
import { html } from 'hono/html';
import type { ConfirmSignUpPage, SignUpPage } from '../page.ts';
import { attributeField, problemsOf } from '../parts/attributes.ts';
import { linkButton, primaryButton } from '../parts/button.ts';
import { form } from '../parts/form.ts';
import { newPassword } from '../parts/password.ts';
import { providersOf } from '../parts/providers.ts';
import { backToSignIn, codeField, whose } from '../parts/step.ts';
import { acceptance, termsLinks } from '../parts/terms.ts';
import type { Body, Html, View } from '../view.ts';

export const signUp = (view: View, page: SignUpPage): Body => ({
  title: view.t('signUp.title'),
  description: view.t('signUp.description'),
  instructions: view.t('instructions.signUp'),
  problems: problemsOf(view, page.username ? [page.username, ...page.fields] : page.fields),
  content: html`
    ${page.providers.length === 0 ? '' : html`${providersOf(view, page.providers)}<p class="divider"><span>${view.t('page.or')}</span></p>`}
    ${form(view, 'sign-up', fieldsOf(view, page))}`,
  after: html`
    <p class="way redirect-customizable">${view.t('signUp.haveAccount')} <a href="${view.to('/login')}">${view.t('signUp.signIn')}</a></p>
    ${termsLinks(view, page.terms)}`,
});

const fieldsOf = (view: View, page: SignUpPage): Html => {
  const all = page.username ? [page.username, ...page.fields] : page.fields;
  const start = Math.max(
    0,
    all.findIndex(({ problem }) => problem !== undefined),
  );
  return html`
    ${all.map((each, at) => attributeField(view, each, at === start))}
    ${
      page.password
        ? newPassword(view, {
            rules: page.password.rules,
            label: view.t('field.password'),
            required: page.password.required,
          })
        : ''
    }
    ${acceptance(view, page.terms)}
    ${primaryButton(view.t('signUp.submit'), { name: 'signUpButton', value: 'true' })}`;
};

export const confirmSignUp = (view: View, page: ConfirmSignUpPage): Body => ({
  title: view.t(page.byLink ? 'confirm.byLinkTitle' : 'confirm.title'),
  description: page.byLink ? linkDescription(view, page) : codeDescription(view, page),
  instructions: view.t('instructions.message'),
  graphic: page.medium === 'SMS' ? 'SMS' : 'EMAIL',
  content: html`
    ${
      page.byLink
        ? html`${whose(view, page.name)}<p class="waiting" role="status">${view.t('confirm.waiting')}</p>`
        : form(
            view,
            'confirm-sign-up',
            html`${whose(view, page.name)}${codeField(view)}${primaryButton(view.t('confirm.submit'))}`,
            {
              state: page.state,
            },
          )
    }
    ${resend(view, page)}`,
  after: backToSignIn(view),
});

const linkDescription = (view: View, { destination }: ConfirmSignUpPage): string =>
  destination === undefined ? view.t('confirm.byLinkSomewhere') : view.t('confirm.byLink', { destination });

const codeDescription = (view: View, { destination, medium }: ConfirmSignUpPage): string =>
  destination === undefined || medium === undefined
    ? view.t('confirm.somewhere')
    : view.t(`confirm.${medium}`, { destination });

const resend = (view: View, { state, byLink }: ConfirmSignUpPage): Html =>
  form(
    view,
    'confirm-sign-up',
    html`<p>${byLink ? '' : view.t('code.resendHint')} ${linkButton(
      view.t(byLink ? 'confirm.resendLink' : 'code.resend'),
      {
        name: 'resend',
        value: 'true',
      },
    )}</p>`,
    { state, path: '/resendcode', className: 'resend' },
  );
