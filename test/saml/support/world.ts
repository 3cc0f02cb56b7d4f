/** A pool with a SAML provider, and a browser on its way through it. */
import { UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Seen } from '../../federation/support/browser.ts';
import {
  CALLBACK,
  createFederatedPool,
  type FederatedPool,
  isLeaving,
  type Outcome,
  outcomeOf,
  type PoolOptions,
} from '../../federation/support/pool.ts';
import type { TestApp } from '../../support/test-app.ts';
import { metadataOf, type SamlUpstream } from './upstream.ts';

export const SIGNED_OUT = 'https://app.example.com/signed-out';
export const MAPPING = { email: 'mail', name: 'displayName' };

export interface SamlPoolOptions extends PoolOptions {
  readonly details?: Record<string, string>;
  readonly mapping?: Record<string, string>;
  readonly identifiers?: string[];
}

export const createSamlPool = async (
  app: TestApp,
  upstream: Pick<SamlUpstream, 'url' | 'key' | 'offers' | 'logout'>,
  { details = {}, mapping = MAPPING, identifiers, ...options }: SamlPoolOptions = {},
): Promise<FederatedPool> => {
  const client = { LogoutURLs: [SIGNED_OUT], ...options.client };
  const pool = await createFederatedPool(app, { ...options, client });
  const file: Record<string, string> =
    details['MetadataURL'] === undefined ? { MetadataFile: metadataOf(upstream) } : {};
  await pool.provider({
    ProviderType: 'SAML',
    ProviderDetails: { ...file, ...details },
    AttributeMapping: mapping,
    ...(identifiers && { IdpIdentifiers: identifiers }),
  });
  return pool;
};

/** A form of the provider's that sends itself. */
export interface SelfSending {
  readonly action: string;
  readonly fields: Record<string, string>;
}

const unescaped = (text: string): string =>
  text.replace(/&#(\d+);|&(amp|quot|lt|gt|#x2F);/g, (_all, code: string | undefined, name: string) =>
    code ? String.fromCharCode(Number(code)) : ({ amp: '&', quot: '"', lt: '<', gt: '>', '#x2F': '/' }[name] ?? ''),
  );

export const formIn = ({ body }: Pick<Seen, 'body'>): SelfSending | undefined => {
  const action = /<form[^>]*\baction="([^"]*)"/i.exec(body)?.[1];
  if (action === undefined) return undefined;
  const inputs = [...body.matchAll(/<input[^>]*>/gi)].map(([input]) => {
    const of = (name: string) => unescaped(new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(input)?.[1] ?? '');
    return [of('name'), of('value')] as const;
  });
  return { action: unescaped(action), fields: Object.fromEntries(inputs.filter(([name]) => name !== '')) };
};

/** Follows redirects and sends forms that send themselves, across sites, until the browser leaves the pool's pages. */
export const walk = async (browser: Browser, site: string, url: string, isEnd = isLeaving(site)): Promise<Seen> => {
  let seen = await browser.follow(url, isEnd);
  for (let forms = 0; forms < 5; forms += 1) {
    const form = seen.location === undefined ? formIn(seen) : undefined;
    // Pages of ours have relative addresses, and wait for somebody.
    if (!form || !URL.canParse(form.action)) return seen;
    seen = await browser.follow(form.action, isEnd, { form: form.fields, crossSite: true });
  }
  throw new Error('forms without end');
};

export const signIn = async (
  browser: Browser,
  pool: FederatedPool,
  parameters: Record<string, string> = {},
): Promise<Outcome> => outcomeOf(await walk(browser, pool.site, pool.authorize('Upstream', parameters)));

export interface Begun {
  /** Where responses go. */
  readonly consumer: string;
  readonly relayState: string;
  readonly requestId: string;
}

/** A sign-in that has reached the provider, which has not answered yet. */
export const begin = async (
  browser: Browser,
  pool: FederatedPool,
  upstream: SamlUpstream,
  parameters: Record<string, string> = {},
): Promise<Begun> => {
  const before = upstream.asked.length;
  const { location = '' } = await browser.open(pool.authorize('Upstream', parameters));
  await browser.open(location);
  const { fields = {}, xml = '' }: Partial<SamlUpstream['asked'][number]> = upstream.asked[before] ?? {};
  const of = (name: string) => new RegExp(`\\b${name}="([^"]+)"`).exec(xml)?.[1] ?? '';
  return {
    consumer: of('AssertionConsumerServiceURL'),
    requestId: of('ID'),
    relayState: fields['RelayState'] ?? '',
  };
};

/** The provider's form comes to the pool's pages; the browser goes on as far as it is sent. */
export const deliver = async (
  browser: Browser,
  pool: FederatedPool,
  xml: string,
  relayState: string,
): Promise<Outcome> => {
  const form = { SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: relayState };
  const consumer = `${pool.site}/saml2/idpresponse`;
  return outcomeOf(await browser.follow(consumer, isLeaving(pool.site), { form, crossSite: true }));
};

/** What an update does not name goes back to its default. */
export const allowIn = async (
  app: TestApp,
  pool: FederatedPool,
  SupportedIdentityProviders: string[],
): Promise<void> => {
  await app.cognito.send(
    new UpdateUserPoolClientCommand({
      UserPoolId: pool.poolId,
      ClientId: pool.clientId,
      CallbackURLs: [CALLBACK],
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      AllowedOAuthFlowsUserPoolClient: true,
      SupportedIdentityProviders,
    }),
  );
};

/** Fills in the form of a page of ours. */
export const submit = (browser: Browser, page: Seen, fields: Record<string, string>): Promise<Seen> => {
  const form = formIn(page);
  if (!form) throw new Error(`no form on ${page.url}`);
  return browser.open(new URL(form.action || page.url, page.url).href, { form: { ...form.fields, ...fields } });
};
