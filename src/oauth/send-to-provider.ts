/** The browser is sent to an external provider: by a redirect, or with a form that sends itself. */
import { html } from 'hono/html';
import type { Core } from '../core/core.ts';
import { federationRefusal } from '../core/federation/refusal.ts';
import { type FederationStart, startFederation } from '../core/federation/start.ts';
import type { IdentityProvider } from '../core/identity-providers/provider.ts';
import type { AuthorizationRequest } from '../core/oauth/request.ts';
import type { SiteContext } from './context.ts';
import { browserToken } from './cookies.ts';
import { setCommonHeaders, setPageHeaders } from './headers.ts';

/** Throws AuthorizationRefused where the provider cannot be asked. */
export const sendToProvider = async (
  context: SiteContext,
  core: Core,
  request: AuthorizationRequest,
  provider: IdentityProvider,
): Promise<Response> => {
  const browser = browserToken(core, context);
  const start = await startFederation(core, context.env.site, request, provider, browser).catch((error: unknown) => {
    throw federationRefusal(request, error);
  });
  return dispatch(context, core, start);
};

export const dispatch = (
  context: SiteContext,
  core: Pick<Core, 'random'>,
  start: FederationStart,
): Response | Promise<Response> => {
  if (start.kind === 'post') return formThatSendsItself(context, core, start);
  setCommonHeaders(context);
  return context.redirect(start.location, 302);
};

/** Without scripts there is a button. */
const formThatSendsItself = (
  context: SiteContext,
  core: Pick<Core, 'random'>,
  { action, fields }: Extract<FederationStart, { kind: 'post' }>,
): Response | Promise<Response> => {
  const nonce = Buffer.from(core.random.bytes(18)).toString('base64');
  setPageHeaders(context, { nonce, formTargets: 'anywhere' });
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return context.html(html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sign in</title></head>
<body>
<form method="post" action="${action}">${inputs}<noscript><button type="submit">Continue</button></noscript></form>
<script nonce="${nonce}">document.forms[0].submit();</script>
</body>
</html>`);
};
