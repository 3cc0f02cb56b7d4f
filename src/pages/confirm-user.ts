/**
 * Where the link in a verification e-mail leads: `/{poolId}/confirmUser?client_id=&user_name=&confirmation_code=`.
 * As at Cognito the GET confirms, so a mail scanner that follows links does too; a HEAD never does. A pool that has a
 * domain has a page of its own for it (oauth/pages/confirm-link.ts).
 */
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { confirmSignUp } from '../core/accounts/confirm-sign-up.ts';
import type { Core } from '../core/core.ts';
import { domainOf } from '../core/domains/site.ts';
import { invalidParameter, ServiceError } from '../core/errors.ts';

export function confirmUserPages(core: Core): Hono {
  const pages = new Hono();
  pages.get('/:poolId/confirmUser', async (context, next) => {
    if (await hasPages(core, context.req.param('poolId'))) return next();
    setHeaders(context);
    if (context.req.method === 'HEAD') return context.body(null);
    const failure = await confirm(core, context).catch(asMessage);
    return failure === undefined
      ? context.html(page('Your registration has been confirmed!', 'You can close this page and sign in now.'))
      : context.html(page('Your registration could not be confirmed', failure), 400);
  });
  return pages;
}

const hasPages = async (core: Pick<Core, 'directory'>, poolId: string): Promise<boolean> => {
  const pool = await core.directory.findPool(poolId);
  return pool !== undefined && (await domainOf(core, pool)) !== undefined;
};

async function confirm(core: Core, { req }: Context): Promise<undefined> {
  const client = await core.directory.client(required(req.query('client_id')));
  const pool = await core.directory.pool(client.poolId);
  if (pool.id !== req.param('poolId')) throw invalidParameter('Invalid link.');
  const username = required(req.query('user_name'));
  // The code came through the user's mailbox, so the client's secret is not asked for.
  await confirmSignUp(core, { pool, client, username }, { code: required(req.query('confirmation_code')) });
}

function required(value: string | undefined): string {
  if (!value) throw invalidParameter('The link is incomplete.');
  return value;
}

function asMessage(error: unknown): string {
  if (error instanceof ServiceError) return error.message;
  throw error;
}

/** The address bar holds a code: nothing of this page is kept, framed or told to other sites. */
function setHeaders(context: Context): void {
  context.header('Cache-Control', 'no-store');
  context.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
  context.header('Referrer-Policy', 'no-referrer');
  context.header('X-Content-Type-Options', 'nosniff');
  context.header('X-Frame-Options', 'DENY');
}

const page = (title: string, text: string) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <style>
      body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f4f5f7; color: #1c2430;
             font: 16px/1.5 system-ui, sans-serif; }
      main { max-width: 26rem; margin: 1rem; padding: 2rem; background: #fff; border: 1px solid #dde1e7;
             border-radius: .5rem; }
      h1 { margin: 0 0 .5rem; font-size: 1.25rem; }
      p { margin: 0; overflow-wrap: anywhere; }
    </style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>${text}</p>
    </main>
  </body>
</html>`;
