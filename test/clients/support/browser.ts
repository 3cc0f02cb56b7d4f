/** Headless Chromium with a page of its own origin, so that every call to the API is a cross-origin one. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium.ts';

export interface BrowserPage {
  readonly page: Page;
  readonly origin: string;
  close(): Promise<void>;
}

const bundle = async (entry: URL): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
};

const serve = async (script: string): Promise<Server> => {
  const server = createServer((request, response) => {
    const isScript = request.url?.split('?', 1)[0] === '/app.js';
    response.setHeader('content-type', isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
    response.end(isScript ? script : '<!doctype html><title>App</title><script src="/app.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};

export interface PageOptions {
  /** For pages that are sent to a development server by https: this browser has not been told of its authority. */
  readonly ignoreHTTPSErrors?: boolean;
}

/** `entry`: what the page runs. */
export const openPage = async (
  entry = new URL('browser-page.ts', import.meta.url),
  options: PageOptions = {},
): Promise<BrowserPage> => {
  const server = await serve(await bundle(entry));
  const browser = await launchChromium();
  const page = await browser.newPage(options);
  // Chromium treats localhost as secure, which Amplify's cryptography needs.
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  await page.goto(origin);
  return {
    page,
    origin,
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
