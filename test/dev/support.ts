/** A development server as people start it, and a browser in which they try its login pages. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

export interface DevServer extends TestApp {
  /** As the server names itself: http://localhost:{port}. */
  readonly url: string;
  readonly port: string;
  readonly demo: { readonly poolId: string; readonly clientId: string };
  /** PEM. */
  readonly authorityFile: string;
}

export const startDevServer = async (flags: Readonly<Record<string, string>> = {}): Promise<DevServer> => {
  const app = await startTestApp({ flags: { demo: 'true', 'local-https': 'true', ...flags } });
  const { publicUrl } = app.core.settings;
  const [pool] = await app.core.store.pools.list({ account: '000000000000', region: 'us-east-1' }, { limit: 1 });
  const [client] = pool ? await app.core.store.clients.list(pool.id, { limit: 1 }) : [];
  if (!pool || !client) throw new Error('no demo pool');
  return {
    ...app,
    url: publicUrl,
    port: new URL(publicUrl).port,
    demo: { poolId: pool.id, clientId: client.id },
    authorityFile: `${app.dataDir}/local-ca.pem`,
  };
};

export interface Visitor {
  readonly page: Page;
  close(): Promise<void>;
}

/** Somebody without a cookie. What a page breaks of its own policy, or throws, is in `complaints`. */
export const visitor = async (browser: Browser, complaints: string[] = []): Promise<Page> => {
  const context: BrowserContext = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return page;
};

export { launchChromium };
