/**
 * The cookies of a site: host-only, out of reach of scripts, and sent along when another site's link or redirect leads
 * here, but not with another site's forms. `cognito` is the single sign-on session; `XSRF-TOKEN` is this browser's own
 * random value, to which forms and answers of providers are bound. On a host of its own with HTTPS they are
 * `__Host-cognito` and `__Host-XSRF-TOKEN`.
 */
import { getCookie, setCookie } from 'hono/cookie';
import type { Core } from '../core/core.ts';
import { SESSION_LIFETIME } from '../core/oauth/sso-session.ts';
import { constantTimeEqual } from '../crypto/compare.ts';
import { isSecure, type SiteContext } from './context.ts';
import { isLocalHost } from './local-host.ts';

const SESSION = 'cognito';
const BROWSER = 'XSRF-TOKEN';

/** On one's own machine the same site is open over HTTP and HTTPS, and a secure cookie would lock the former out. */
export const isSecureOnly = (context: SiteContext): boolean => isSecure(context) && !isLocalHost(context.env.site.url);

/** A neighbour below the same domain can plant no cookie of that prefix (RFC 6265bis section 4.1.3.2). */
const named = (context: SiteContext, name: string): string =>
  isSecureOnly(context) && context.env.site.basePath === '' ? `__Host-${name}` : name;

const attributes = (context: SiteContext) =>
  ({
    httpOnly: true,
    path: context.env.site.basePath || '/',
    sameSite: 'Lax',
    secure: isSecureOnly(context),
  }) as const;

export const sessionCookie = (context: SiteContext): string | undefined => getCookie(context, named(context, SESSION));

export const setSessionCookie = (context: SiteContext, sealed: string): void =>
  setCookie(context, named(context, SESSION), sealed, { ...attributes(context), maxAge: SESSION_LIFETIME / 1_000 });

export const clearSessionCookie = (context: SiteContext): void =>
  setCookie(context, named(context, SESSION), '', { ...attributes(context), maxAge: 0 });

const TOKEN = /^[\w-]{32,64}$/;

/** The value that this answer gives a browser. */
const given = new WeakMap<SiteContext, string>();

/** This browser's value; a browser without one is given one with the answer. */
export const browserToken = (core: Pick<Core, 'random'>, context: SiteContext): string =>
  given.get(context) ?? knownBrowser(context) ?? renewBrowserToken(core, context);

/** Undefined for a browser that has none. */
export const knownBrowser = (context: SiteContext): string | undefined => {
  const token = getCookie(context, named(context, BROWSER));
  return token !== undefined && TOKEN.test(token) ? token : undefined;
};

/** After a sign-in: nothing that was bound to the browser before it holds any longer (session fixation). */
export const renewBrowserToken = (core: Pick<Core, 'random'>, context: SiteContext): string => {
  const made = Buffer.from(core.random.bytes(32)).toString('base64url');
  setCookie(context, named(context, BROWSER), made, attributes(context));
  given.set(context, made);
  return made;
};

/** Whether a form's `_csrf` field is this browser's. */
export const isOwnForm = (context: SiteContext, csrf: unknown): boolean => {
  const known = knownBrowser(context);
  return known !== undefined && typeof csrf === 'string' && constantTimeEqual(known, csrf);
};
