/**
 * What every page of a site tells the browser: run and load nothing but the page's own, never frame it, keep nothing of
 * it, tell other sites nothing of its address.
 */
import type { SiteContext } from './context.ts';
import { isLocalHost } from './local-host.ts';

export interface PagePolicy {
  /** Of the page's own style and script elements. */
  readonly nonce: string;
  /**
   * Addresses outside the site that a form may lead to, by its action or by the redirect that answers it: Chrome holds
   * `form-action` against both. An application's callback. `anywhere`: the page has one form, which leads to an
   * identity provider, and who knows where that one's sign-in leads on to.
   */
  readonly formTargets?: readonly string[] | 'anywhere';
  /** The page may stand in a window that an application has opened and talks to (sign-in in a pop-up). */
  readonly inPopup?: boolean;
}

export const setPageHeaders = (context: SiteContext, { nonce, formTargets = [], inPopup }: PagePolicy): void => {
  setCommonHeaders(context);
  context.header('Content-Security-Policy', contentPolicy(nonce, formTargets));
  if (!inPopup) context.header('Cross-Origin-Opener-Policy', 'same-origin');
};

/** Of answers that show nothing, too. */
export const setCommonHeaders = (context: SiteContext): void => {
  context.header('Cache-Control', 'no-store');
  context.header('Cross-Origin-Resource-Policy', 'same-origin');
  context.header('Permissions-Policy', PERMISSIONS);
  context.header('Referrer-Policy', 'same-origin');
  context.header('X-Content-Type-Options', 'nosniff');
  context.header('X-Frame-Options', 'DENY');
  if (mayDemandHttps(context)) context.header('Strict-Transport-Security', 'max-age=31536000');
};

const PERMISSIONS = [
  ...['accelerometer', 'browsing-topics', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'microphone'],
  ...['midi', 'payment', 'usb'],
]
  .map((feature) => `${feature}=()`)
  .concat('publickey-credentials-create=(self)', 'publickey-credentials-get=(self)')
  .join(', ');

const contentPolicy = (nonce: string, formTargets: NonNullable<PagePolicy['formTargets']>): string =>
  [
    "default-src 'none'",
    "base-uri 'none'",
    `form-action ${formTargets === 'anywhere' ? 'https: http:' : ["'self'", ...new Set(formTargets.map(sourceOf))].join(' ')}`,
    "frame-ancestors 'none'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
  ].join('; ');

/**
 * Custom schemes have no origin, and IPv6 addresses no form in a policy (CSP 3 section 2.3.1); names may have a semicolon,
 * which would end the directive. Their scheme stands.
 */
const sourceOf = (address: string): string => {
  const { protocol, origin, hostname } = new URL(address);
  return /^https?:$/.test(protocol) && /^[\w.-]+$/.test(hostname) ? origin : protocol;
};

const mayDemandHttps = ({ env: { site, facts } }: SiteContext): boolean => facts.secure && !isLocalHost(site.url);
