/** Pages that only tell. */
import { html } from 'hono/html';
import type { ErrorPage, NoticePage } from '../page.ts';
import type { Body, View } from '../view.ts';

export const notice = (view: View, { about, next }: NoticePage): Body => ({
  title: view.t(`notice.${about}.title`),
  done: true,
  description: view.t(`notice.${about}.text`),
  content:
    next === undefined
      ? html`<p class="close">${view.t('notice.close')}</p>`
      : html`<a class="button primary submitButton-customizable" href="${next}">${view.t('notice.next')}</a>`,
});

export const error = (view: View, { text, code }: ErrorPage): Body => ({
  title: view.t('error.title'),
  content: html`
    <div class="alert error errorMessage-customizable" role="alert"><span class="alert-icon" aria-hidden="true"></span>
      <div><p>${text}</p></div></div>
    <p class="error-hint">${view.t('error.hint')}</p>
    ${code === undefined ? '' : html`<p class="error-code"><code>${view.t('error.code', { code })}</code></p>`}`,
});

export const signedOut = (view: View): Body => ({
  title: view.t('signedOut.title'),
  done: true,
  description: view.t('signedOut.text'),
  content: html``,
});
