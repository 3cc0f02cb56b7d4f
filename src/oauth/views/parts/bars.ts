/** Header, footer and logos: what stands around the form. */
import { html } from 'hono/html';
import type { Bar, FormLogo } from '../looks/look.ts';
import type { Html, View } from '../view.ts';
import { pictureOf } from './picture.ts';

export const headerOf = (view: View): Html | '' => {
  const { header } = view.look;
  return header ? html`<header class="page-header">${logoOf(view, header)}</header>` : '';
};

export const footerOf = (view: View): Html | '' => {
  const { footer } = view.look;
  return footer ? html`<footer class="page-footer">${logoOf(view, footer)}</footer>` : '';
};

export const bannerOf = (view: View): Html | '' => {
  const { banner } = view.look;
  return banner ? html`<div class="banner banner-customizable">${logoOf(view, banner, 'logo-customizable')}</div>` : '';
};

const logoOf = (view: View, { logo }: Bar, className?: string): Html | '' =>
  logo ? pictureOf(logo, view.t('page.logo'), className) : '';

export const formLogoAt = (view: View, at: FormLogo['at'], inside: boolean): Html | '' => {
  const { logo } = view.look;
  if (logo?.at !== at || logo.inside !== inside) return '';
  return html`<div class="form-logo ${inside ? 'inside' : 'outside'}">${pictureOf(logo.picture, view.t('page.logo'))}</div>`;
};
