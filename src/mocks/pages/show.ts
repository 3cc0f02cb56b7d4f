/** How pages of the imitations are answered. */
import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import { MOCK_STYLE } from './style.ts';

type Html = ReturnType<typeof html>;

export interface PageParts {
  readonly title: string;
  readonly nonce: string;
  readonly body: Html;
  readonly wide?: boolean;
}

export const page = ({ title, nonce, body, wide = false }: PageParts) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · Poolhouse</title>
    <style nonce="${nonce}">${raw(MOCK_STYLE)}</style>
  </head>
  <body>
    <main${wide ? raw(' class="wide"') : ''}>${body}</main>
  </body>
</html>`;

/** Where a form leads, and where its answer redirects, is another site and an app after it: no policy names those. */
export const shown = async (
  c: Context,
  make: (nonce: string) => Html,
  status: 200 | 400 | 403 | 404 = 200,
): Promise<Response> => {
  const nonce = randomBytes(18).toString('base64');
  c.header('Cache-Control', 'no-store');
  c.header('Content-Security-Policy', contentPolicy(nonce));
  // An origin of `null`, which stricter policies make, is nobody's on this machine (server/local-only.ts).
  c.header('Referrer-Policy', 'strict-origin');
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('X-Frame-Options', 'DENY');
  return c.html(make(nonce), status);
};

const contentPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

export const problemPage = (c: Context, message: string, status: 400 | 403 | 404 = 400): Promise<Response> =>
  shown(
    c,
    (nonce) =>
      page({ title: 'Mock provider', nonce, body: html`<h1>This cannot be done</h1><p role="alert">${message}</p>` }),
    status,
  );
