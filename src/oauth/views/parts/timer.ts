/** How long a step may take. The script counts down; without it the sentence stands. */
import { html } from 'hono/html';
import type { Html, View } from '../view.ts';
import { CLOCK } from './icons.ts';

export const timerOf = (view: View, timed: boolean | undefined): Html | '' => {
  const minutes = view.frame.client?.settings.authSessionValidity;
  if (!timed || !view.look.timer || minutes === undefined) return '';
  return html`<p class="timer" data-minutes="${minutes}" data-over="${view.t('page.timeOver')}">${CLOCK}<span>${view.t(
    'page.timeLeft',
    { minutes },
  )}</span></p>`;
};
