/** Images of the owner's, by the colour scheme. */
import { html } from 'hono/html';
import type { Picture } from '../looks/look.ts';
import type { Html } from '../view.ts';
import { given } from './field.ts';

export const pictureOf = ({ light, dark }: Picture, alt: string, className?: string): Html => {
  const image = html`<img src="${light}" alt="${alt}"${given('class', className)}>`;
  if (dark === undefined) return image;
  return html`<picture><source media="(prefers-color-scheme: dark)" srcset="${dark}">${image}</picture>`;
};
