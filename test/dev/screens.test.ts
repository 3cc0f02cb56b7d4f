/**
 * The pages of a development server's own, light and dark, on a phone and on a desk: axe finds nothing against WCAG 2.2
 * AA and nothing is wider than the window. Screenshots are left in the folder that POOLHOUSE_SCREENS names, else in the
 * system's folder for temporary files.
 */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DevServer, launchChromium, startDevServer } from './support.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const FOLDER = process.env['POOLHOUSE_SCREENS'] ?? join(tmpdir(), 'poolhouse-screens');
const WIDTHS = [390, 1440];
const WIDER = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';

let server: DevServer;
let browser: Browser;

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  [server, browser] = await Promise.all([startDevServer(), launchChromium()]);
  await fetch(`${server.endpoint}/mocks/${server.demo.poolId}`, { method: 'POST' });
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const toProvider = async (page: Page): Promise<void> => {
  await page.goto(`${server.url}/demo`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Continue with Google').click();
  await page.getByText('More').click();
};

const PAGES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  demo: (page) => page.goto(`${server.url}/demo`),
  'demo-signed-in': async (page) => {
    await toProvider(page);
    await page.getByRole('button', { name: /^Ann Example/ }).click();
    await page.locator('article').first().waitFor();
  },
  mocks: (page) => page.goto(`${server.url}/mocks`),
  'mock-google': toProvider,
};

const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(AXE);
  const found = await page.evaluate<AxeResults>(`axe.run({ runOnly: ${JSON.stringify(TAGS)} })`);
  expect(found.passes.length).toBeGreaterThan(10);
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
};

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test.each(Object.keys(PAGES))('%s', async (name) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await PAGES[name]?.(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(WIDER)).toBe(false);
      await page.screenshot({ path: join(FOLDER, `dev-${name}-${colorScheme}-${width}.png`), fullPage: true });
    }
    expect(await violations(page)).toEqual([]);
    await context.close();
  });
});
