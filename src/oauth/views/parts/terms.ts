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

/** The line, or the box to tick, above the button of a sign-up; as the look demands in the page's language. */
export const acceptance = (view: View, terms: readonly TermsLink[]): Html | '' => {
  const { acceptance: elements } = view.look;
  const element = elements.find(({ language }) => language === view.frame.language) ?? elements[0];
  if (element === undefined || element.how === 'none') return '';
  const names = listed(
    view.frame.language,
    terms.map(({ name }) => view.t(LABELS[name])),
  );
  return element.how === 'text' ? acceptedSilently(view, names) : acceptedByHand(view, names);
};

const listed = (language: string, names: readonly string[]): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(names);

const acceptedSilently = (view: View, terms: string): Html =>
  html`<p class="acceptance">${terms === '' ? view.t('signUp.acceptPlain') : view.t('signUp.accept', { terms })}</p>`;

const acceptedByHand = (view: View, terms: string): Html => html`
  <div class="field option">
    <input class="control" type="checkbox" id="accept" name="accept" value="true" required>
    <label for="accept">${terms === '' ? view.t('signUp.mustAcceptPlain') : view.t('signUp.mustAccept', { terms })}</label>
  </div>`;
