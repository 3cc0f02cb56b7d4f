/** The pages of a site: a file has what belongs to one step; how they look is views/. */
import { Hono } from 'hono';
import type { Core } from '../../core/core.ts';
import type { SiteApp, SiteContext, SiteEnv } from '../context.ts';
import type { LimitedOperation } from '../limit.ts';
import { addPasskey, openAddPasskey } from './add-passkey.ts';
import { followLink, isLink } from './confirm-link.ts';
import { confirm, resend } from './confirm-sign-up.ts';
import { showError, showUnknown, unexpected } from './error.ts';
import { askForCode, setPassword, showForgotPassword } from './forgot-password.ts';
import { type Opening, opening, type Page, posted } from './handle.ts';
import { showPage } from './show.ts';
import { showSignIn, signIn } from './sign-in.ts';
import { makeAccount, showSignUp } from './sign-up.ts';

/** Cognito has both spellings. */
const RESET = ['/confirmForgotPassword', '/confirmforgotPassword'];

export const pageRoutes = (core: Core): SiteApp => {
  const pages: SiteApp = new Hono<{ Bindings: SiteEnv }>();
  const page = (paths: readonly string[], operation: LimitedOperation, open: Opening, take: Page['take']): void => {
    pages.on('GET', [...paths], opening(core, open));
    pages.on('POST', [...paths], posted(core, { open, take, operation }));
  };
  const ofLink = (context: SiteContext, next: () => Promise<void>) =>
    isLink(context) ? followLink(context, core) : next();
  pages.get('/confirmUser', ofLink);
  page(['/login'], 'InitiateAuth', showSignIn, signIn);
  page(['/signup'], 'SignUp', showSignUp, makeAccount);
  // What belongs to a step that this browser is not in begins where the step would.
  page(['/confirmUser', '/confirm'], 'ConfirmSignUp', showSignIn, confirm);
  page(['/resendcode'], 'ResendConfirmationCode', showSignIn, resend);
  page(['/forgotPassword'], 'ForgotPassword', showForgotPassword, askForCode);
  page(RESET, 'ConfirmForgotPassword', showForgotPassword, setPassword);
  page(['/passkeys/add'], 'CompleteWebAuthnRegistration', openAddPasskey, addPasskey);
  pages.get('/error', (context) => showError(context, core));
  pages.get('/signedout', (context) => showPage(context, core, {}, { page: 'signed-out' }));
  pages.get('*', (context) => showUnknown(context, core));
  pages.onError((error, context) => unexpected(context, core, error));
  return pages;
};
