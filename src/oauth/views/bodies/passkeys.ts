/** Passkeys: the browser speaks with the device, so these pages alone need their script. */
import { html } from 'hono/html';
import type { AddPasskeyPage, PasskeyPage } from '../page.ts';
import { primaryButton } from '../parts/button.ts';
import { form, hidden } from '../parts/form.ts';
import { backToSignIn, otherFactors, whose } from '../parts/step.ts';
import type { Body, Html, View } from '../view.ts';

export const passkey = (view: View, page: PasskeyPage): Body => ({
  title: view.t('passkey.title'),
  description: view.t('passkey.description'),
  instructions: view.t('instructions.passkey'),
  graphic: 'PASSKEY',
  timed: true,
  content: form(
    view,
    'passkey',
    html`${whose(view, page.name)}${ceremony(view, 'get', page.options, view.t('passkey.submit'))}
    ${otherFactors(view, page.otherFactors)}`,
    { state: page.state },
  ),
  after: backToSignIn(view),
});

export const addPasskey = (view: View, page: AddPasskeyPage): Body => ({
  title: view.t('addPasskey.title'),
  description: view.t('addPasskey.description'),
  instructions: view.t('instructions.passkey'),
  graphic: 'PASSKEY',
  content: form(view, 'add-passkey', ceremony(view, 'create', page.options, view.t('addPasskey.submit')), {
    state: page.state,
  }),
  after:
    page.skip === undefined
      ? undefined
      : html`<p class="way"><a href="${page.skip}">${view.t('addPasskey.skip')}</a></p>`,
});

const ceremony = (view: View, kind: 'create' | 'get', options: string, label: string): Html => html`
  <div class="passkey" data-passkey="${kind}" data-options="${options}" data-waiting="${view.t('passkey.waiting')}"
    data-failed="${view.t('passkey.failed')}" data-unsupported="${view.t('passkey.unsupported')}">
    ${hidden('credential', '')}
    <p class="passkey-status" role="status"></p>
    <noscript><p class="needs-script">${view.t('passkey.needsScript')}</p></noscript>
    <div class="passkey-action" hidden>${primaryButton(label, { type: 'button' })}</div>
  </div>`;
