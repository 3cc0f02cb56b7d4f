/** Setting up an authenticator app: the picture is made here, so it needs no script. */
import { html, raw } from 'hono/html';
import { renderSVG } from 'uqr';
import type { TotpSetupPage } from '../page.ts';
import { primaryButton } from '../parts/button.ts';
import { field } from '../parts/field.ts';
import { form } from '../parts/form.ts';
import { backToSignIn, codeField, whose } from '../parts/step.ts';
import type { Body, Html, View } from '../view.ts';

export const totpSetup = (view: View, page: TotpSetupPage): Body => ({
  title: view.t('totp.title'),
  description: view.t('totp.description'),
  instructions: view.t('instructions.app'),
  graphic: 'AUTH_APP',
  timed: true,
  content: form(view, 'totp-setup', html`${whose(view, page.name)}${steps(view, page)}`, { state: page.state }),
  after: backToSignIn(view),
});

const steps = (view: View, page: TotpSetupPage): Html => html`
  <ol class="steps">
    <li class="step-item">
      <p class="step">${view.t('totp.scan')}</p>
      <div class="qr" role="img" aria-label="${view.t('totp.picture')}">${raw(picture(page.uri))}</div>
      <p class="secret">${view.t('totp.byHand')} <code>${inGroups(page.secret)}</code></p>
      <p class="open-app"><a href="${page.uri}">${view.t('totp.open')}</a></p>
    </li>
    <li class="step-item"><p class="step">${view.t('totp.enter')}</p>
      ${codeField(view, { autofocus: false, maxLength: 6 })}
      ${field(view, deviceOptions(view))}
    </li>
  </ol>
  ${primaryButton(view.t('totp.submit'))}`;

const deviceOptions = (view: View) => ({
  id: 'device',
  name: 'device',
  label: view.t('field.deviceName'),
  optional: true,
  maxLength: 128,
  autocomplete: 'off',
});

/** Dark on white in every look: cameras read nothing else surely. */
const picture = (uri: string): string => renderSVG(uri, { border: 2 });

const inGroups = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');
