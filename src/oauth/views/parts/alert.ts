/** The line above the form, and what was refused. */
import { html } from 'hono/html';
import type { Notice } from '../page.ts';
import type { Html, Problem, View } from '../view.ts';

export const alertOf = (view: View, problems: readonly Problem[] = []): Html | '' => {
  const { notice } = view.frame;
  if (!notice && problems.length === 0) return '';
  const kind = notice?.kind ?? 'error';
  return html`
  <div id="alert" class="alert ${kind}${kind === 'error' ? ' errorMessage-customizable' : ''}" role="${kind === 'error' ? 'alert' : 'status'}">
    <span class="alert-icon" aria-hidden="true"></span>
    <div>
      <p><span class="visually-hidden">${labelOf(view, kind)}: </span>${notice?.text ?? view.t('page.problem')}</p>
      ${problems.length === 0 ? '' : html`<ul>${problems.map(problemLink)}</ul>`}
    </div>
  </div>`;
};

const problemLink = ({ id, text }: Problem): Html => html`<li><a href="#${id}">${text}</a></li>`;

const labelOf = (view: View, kind: Notice['kind']): string => {
  if (kind === 'error') return view.t('page.problem');
  return view.t(kind === 'success' ? 'page.done' : 'page.note');
};
