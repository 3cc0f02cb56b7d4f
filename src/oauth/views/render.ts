/** From what a page says to its HTML, in the look of its client. */

import type { Core } from '../../core/core.ts';
import { chooseFactor, chooseMfa, code, emailSetup, password } from './bodies/factors.ts';
import { forgotPassword, newPasswordRequired, resetPassword } from './bodies/new-password.ts';
import { error, notice, signedOut } from './bodies/notices.ts';
import { addPasskey, passkey } from './bodies/passkeys.ts';
import { totpSetup } from './bodies/set-up.ts';
import { signIn } from './bodies/sign-in.ts';
import { confirmSignUp, signUp } from './bodies/sign-up.ts';
import { documentOf } from './document.ts';
import type { Look } from './looks/look.ts';
import type { Frame, Page, PageName } from './page.ts';
import { t, textsFor } from './texts/index.ts';
import type { Body, Html, View } from './view.ts';

type Bodies = { readonly [Name in PageName]: (view: View, page: Extract<Page, { page: Name }>) => Body };

const BODIES: Bodies = {
  'sign-in': signIn,
  password,
  'choose-factor': chooseFactor,
  'choose-mfa': chooseMfa,
  code,
  'totp-setup': totpSetup,
  'email-setup': emailSetup,
  'new-password': newPasswordRequired,
  passkey,
  'add-passkey': addPasskey,
  'sign-up': signUp,
  'confirm-sign-up': confirmSignUp,
  'forgot-password': forgotPassword,
  'reset-password': resetPassword,
  notice,
  error,
  'signed-out': signedOut,
};

/** A whole document. */
export const render = (core: Pick<Core, 'settings'>, frame: Frame, page: Page, look: Look): Html => {
  const view = viewOf(core, frame, look);
  // A page's name picks its template, which TypeScript cannot follow through the table.
  const bodyOf = BODIES[page.page] as (view: View, page: Page) => Body;
  return documentOf(view, page.page, bodyOf(view, page));
};

const viewOf = (core: Pick<Core, 'settings'>, frame: Frame, look: Look): View => {
  const texts = textsFor(core, frame.site.pool.id, frame.language);
  return {
    frame,
    look,
    texts,
    t: (key, values) => t(texts, key, values),
    to: (path) => `${frame.site.basePath}${path}${frame.query}`,
  };
};
