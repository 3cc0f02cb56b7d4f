/** Terms of use and privacy policy. */
import { html } from 'hono/html';
import type { TermsLink } from '../page.ts';
import type { TextKey } from '../texts/index.ts';
import type { Html, View } from '../view.ts';

const LABELS: Readonly<Record<TermsLink['name'], TextKey>> = {
  'privacy-policy': 'page.privacyPolicy',
  'terms-of-use': 'page.termsOfUse',
};

export const termsLinks = (view: View, terms: readonly TermsLink[]): Html | '' =>
  terms.length === 0
    ? ''
    : html`<ul class="terms legalText-customizable" aria-label="${view.t('page.terms')}">${terms.map(
        (each) => html`<li>${link(view, each)}</li>`,
      )}</ul>`;

const link = (view: View, { name, href }: TermsLink): Html => html`<a href="${href}">${view.t(LABELS[name])}</a>`;

/** The line, or the box to tick, above the button of a sign-up; as the look demands. */
export const acceptance = (view: View, terms: readonly TermsLink[]): Html | '' => {
  if (view.look.acceptance === 'none') return '';
  const names = terms.map(({ name }) => view.t(LABELS[name])).join(', ');
  if (view.look.acceptance === 'text') {
    return html`<p class="acceptance">${names === '' ? view.t('signUp.acceptPlain') : view.t('signUp.accept', { terms: names })}</p>`;
  }
  return html`<div class="field option"><input class="control" type="checkbox" id="accept" name="accept" value="true" required>
    <label for="accept">${names === '' ? view.t('signUp.mustAcceptPlain') : view.t('signUp.mustAccept', { terms: names })}</label></div>`;
};
