/** Ways to prove who one is, each a button with a picture and a line about it. */
import { html } from 'hono/html';
import type { FirstFactorChallenge, MfaChallenge } from '../../../core/auth/state.ts';
import type { Graphic, Html, View } from '../view.ts';
import { CHEVRON, GRAPHIC_ICONS } from './icons.ts';

type Choice = Exclude<FirstFactorChallenge, 'PASSWORD_SRP'> | MfaChallenge;

const GRAPHICS: Readonly<Record<Choice, Graphic>> = {
  EMAIL_OTP: 'EMAIL',
  PASSWORD: 'PASSWORD',
  SMS_MFA: 'SMS',
  SMS_OTP: 'SMS',
  SOFTWARE_TOKEN_MFA: 'AUTH_APP',
  WEB_AUTHN: 'PASSKEY',
};

export const choices = (view: View, of: readonly Choice[]): Html => html`
  <ul class="choices">${of.map((each) => html`<li>${choice(view, each)}</li>`)}</ul>`;

const choice = (view: View, name: Choice): Html => html`
  <button class="choice" type="submit" name="answer" value="${name}">
    ${view.look.graphics ? html`<span class="choice-icon">${GRAPHIC_ICONS[GRAPHICS[name]]}</span>` : ''}
    <span class="choice-text"><span class="choice-name">${view.t(`factor.${name}`)}</span>
    <span class="choice-hint">${view.t(`factor.${name}.hint`)}</span></span>
    ${CHEVRON}
  </button>`;
