/** Pictures that are drawn, in the colour of their text: signs of ways to sign in, and of the providers everybody knows. */
import { html } from 'hono/html';
import type { Graphic, Html } from '../view.ts';

const line = (paths: Html): Html =>
  html`<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${paths}</svg>`;

export const GRAPHIC_ICONS: Readonly<Record<Graphic, Html>> = {
  AUTH_APP: line(
    html`<rect x="6" y="2.5" width="12" height="19" rx="2.75"/><path d="M10.5 18.5h3"/><path d="m9.25 10.75 2 2 3.5-4"/>`,
  ),
  EMAIL: line(
    html`<rect x="2.75" y="5" width="18.5" height="14" rx="2.5"/><path d="m3.5 7.25 7 5.4a2.5 2.5 0 0 0 3 0l7-5.4"/>`,
  ),
  PASSKEY: line(
    html`<circle cx="9" cy="8" r="3.75"/><path d="M2.75 19.5c.3-3.6 2.8-5.75 6.25-5.75 1.2 0 2.3.26 3.2.75"/><circle cx="17.25" cy="12.5" r="2.75"/><path d="M17.25 15.25v6l1.75-1.5-1.75-1.5"/>`,
  ),
  PASSWORD: line(
    html`<rect x="4.25" y="10.25" width="15.5" height="10.5" rx="2.5"/><path d="M7.75 10.25V7.5a4.25 4.25 0 0 1 8.5 0v2.75"/><path d="M12 14.5v2.25"/>`,
  ),
  SMS: line(
    html`<path d="M20.5 12.25c0 4-3.8 7-8.5 7-1 0-2-.13-2.9-.4L4.5 20.5l1.15-3.4C4.3 15.8 3.5 14.1 3.5 12.25c0-4 3.8-7.25 8.5-7.25s8.5 3.25 8.5 7.25Z"/><path d="M8.5 12.25h.01M12 12.25h.01M15.5 12.25h.01" stroke-width="2.4"/>`,
  ),
};

export const CHEVRON: Html = html`<svg class="chevron" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="m6.5 9.5 5.5 5.5 5.5-5.5"/></svg>`;

export const CLOCK: Html = html`<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r="8.75"/><path d="M12 7.25V12l3 2"/></svg>`;

export const CHECK: Html = line(html`<path d="m5 12.75 4.75 4.75L19.25 7" stroke-width="2.2"/>`);

const filled = (paths: Html): Html =>
  html`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">${paths}</svg>`;

/** By the provider's type; others have the first letter of their name. */
export const PROVIDER_ICONS: Readonly<Partial<Record<string, Html>>> = {
  Facebook: filled(
    html`<circle cx="12" cy="12" r="11.5" fill="#0866ff"/><path fill="#fff" d="M13.4 23.4v-8.1h2.75l.55-3.3h-3.3V9.9c0-.95.45-1.85 1.9-1.85h1.5V5.2s-1.35-.25-2.65-.25c-2.7 0-4.45 1.65-4.45 4.6V12H6.7v3.3h3v8.1a11.7 11.7 0 0 0 3.7 0Z"/>`,
  ),
  Google: filled(
    html`<path fill="#4285f4" d="M22.5 12.25c0-.8-.07-1.55-.2-2.25H12v4.25h5.9a5 5 0 0 1-2.2 3.3v2.8h3.55c2.1-1.95 3.25-4.75 3.25-8.1Z"/><path fill="#34a853" d="M12 23c2.95 0 5.45-1 7.25-2.65l-3.55-2.8c-1 .68-2.25 1.08-3.7 1.08-2.85 0-5.27-1.93-6.14-4.53H2.2v2.84A11 11 0 0 0 12 23Z"/><path fill="#fbbc05" d="M5.86 14.1a6.6 6.6 0 0 1 0-4.2V7.06H2.2a11 11 0 0 0 0 9.88Z"/><path fill="#ea4335" d="M12 5.38c1.62 0 3.05.55 4.2 1.64l3.15-3.15A11 11 0 0 0 2.2 7.06L5.86 9.9C6.73 7.3 9.15 5.38 12 5.38Z"/>`,
  ),
  LoginWithAmazon: filled(
    html`<path fill="none" stroke="currentColor" stroke-width="2.3" stroke-linecap="round" d="M8.2 7.2c.5-2 2-3 4-3 2.5 0 4 1.2 4 3.8v5c0 1 .3 1.7 1 2.3M16.1 8.9c-4.6 0-8.4.6-8.4 3.6 0 1.8 1.2 2.9 3.1 2.9 2.6 0 5.3-1.6 5.3-4.6"/><path fill="none" stroke="#ff9900" stroke-width="1.8" stroke-linecap="round" d="M3 18.2c5.6 3.5 12.3 3.4 17.2.3M20.9 20.7c.5-1 .7-2 .4-2.7-.6-.4-1.6-.4-2.7 0"/>`,
  ),
  SignInWithApple: filled(
    html`<path fill="currentColor" d="M16.9 12.7c0-2.4 2-3.6 2.1-3.7-1.1-1.7-2.9-1.9-3.5-1.9-1.5-.2-2.9.9-3.7.9-.8 0-1.9-.9-3.2-.8-1.6 0-3.1 1-4 2.4-1.7 3-.4 7.3 1.2 9.7.8 1.2 1.8 2.5 3 2.4 1.2 0 1.7-.8 3.2-.8s1.9.8 3.2.8c1.3 0 2.1-1.2 2.9-2.4.9-1.3 1.3-2.6 1.3-2.7 0 0-2.5-1-2.5-3.9ZM14.5 5.5c.7-.8 1.1-1.9 1-3.1-1 .1-2.1.7-2.8 1.5-.6.7-1.2 1.9-1 3 1.1.1 2.2-.6 2.8-1.4Z"/>`,
  ),
};

export const PROVIDER_NAMES: Readonly<Partial<Record<string, string>>> = {
  LoginWithAmazon: 'Amazon',
  SignInWithApple: 'Apple',
};
