/** Who are you? Everybody whom the imitation is asked to vouch for. */
import { html } from 'hono/html';
import { type MockPerson, READY_MADE } from '../people.ts';
import { page } from './show.ts';

export interface PersonPageView {
  /** The provider's. */
  readonly title: string;
  /** E-mail address that the request named. */
  readonly hint?: string | undefined;
  readonly nonce: string;
}

/** Its forms post to where it came from, query included. */
export const personPage = ({ title, hint, nonce }: PersonPageView) =>
  page({
    title: `Mock ${title}`,
    nonce,
    body: html`
      <p class="stamp">Mock provider of a development server</p>
      <h1>Sign in as if with ${title}</h1>
      <p class="faint">Whoever you pick here, ${title} would vouch for. Nothing leaves this machine.</p>
      <section aria-label="People">${READY_MADE.map(button)}</section>
      <section>
        <h2>Somebody else</h2>
        <form method="post">
          ${field('name', 'Name')} ${field('email', 'Email address', hint)}
          <label class="check"><input type="checkbox" name="email_verified" checked><span>The address is verified</span></label>
          <details>
            <summary>More</summary>
            ${field('sub', 'Subject: the provider’s own id of the person')}
            <label><span>Further claims or attributes, as JSON</span>
              <textarea name="claims" spellcheck="false" placeholder="{&quot;locale&quot;: &quot;de-DE&quot;}"></textarea></label>
          </details>
          <div class="row"><button>Sign in</button></div>
        </form>
      </section>
      <form method="post"><button class="quiet" name="cancel" value="true">Cancel</button></form>`,
  });

const field = (name: string, label: string, value = '') => html`
  <label><span>${label}</span><input name="${name}" value="${value}" autocomplete="off" spellcheck="false"></label>`;

const button = ({ name = '', email, emailVerified }: MockPerson) => html`
  <form method="post">
    <input type="hidden" name="name" value="${name}">
    ${email === undefined ? '' : html`<input type="hidden" name="email" value="${email}">`}
    ${emailVerified ? html`<input type="hidden" name="email_verified" value="true">` : ''}
    <button class="person">${name}<small>${describe(email, emailVerified)}</small></button>
  </form>`;

const describe = (email: string | undefined, verified: boolean): string =>
  email === undefined ? 'no email address' : `${email}, ${verified ? 'verified' : 'not verified'}`;
