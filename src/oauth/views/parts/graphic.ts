/** The picture at the head of a step. It says nothing that the title does not. */
import { html } from 'hono/html';
import type { Graphic, Html, View } from '../view.ts';
import { CHECK, GRAPHIC_ICONS } from './icons.ts';
import { pictureOf } from './picture.ts';

export const doneMark = (view: View, done: boolean | undefined): Html | '' =>
  done && view.look.graphics ? html`<div class="graphic done">${CHECK}</div>` : '';

export const graphicOf = (view: View, graphic: Graphic | undefined): Html | '' => {
  const { graphics } = view.look;
  if (graphic === undefined || graphics === undefined) return '';
  const own = graphics[graphic];
  return own
    ? html`<div class="graphic own">${pictureOf(own, '')}</div>`
    : html`<div class="graphic">${GRAPHIC_ICONS[graphic]}</div>`;
};
