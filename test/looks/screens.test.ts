/**
 * Every page in both looks, light and dark, as a browser shows it: axe finds nothing against WCAG 2.2 AA, nothing
 * is wider than the window, and nothing is refused by the page's own policy. Screenshots are left in the folder that
 * POOLHOUSE_SCREENS names, else in the system's folder for temporary files.
 */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SAMPLES } from '../../src/oauth/views/preview/samples.ts';
import { launchChromium } from '../support/chromium.ts';
import { type LookSite, startLookSite } from './site.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const FOLDER = process.env['POOLHOUSE_SCREENS'] ?? join(tmpdir(), 'poolhouse-screens');
const SIZES = [
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
] as const;

let site: LookSite;
let browser: Browser;

beforeAll(async () => {
  [site, browser] = await Promise.all([startLookSite(), launchChromium(), mkdir(FOLDER, { recursive: true })]);
});

afterAll(async () => {
  await browser?.close();
  await site?.app.stop();
});

const samples = Object.entries(SAMPLES).flatMap(([page, variants]) =>
  Object.keys(variants).map((variant, at) => ({ page, variant, first: at === 0 })),
);

/** Without a transition half done, colours are those of the style. */
const openContext = (colorScheme: 'dark' | 'light'): Promise<BrowserContext> =>
  browser.newContext({ colorScheme, reducedMotion: 'reduce', viewport: SIZES[0] });

const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(AXE);
  const found = await page.evaluate<AxeResults>(`axe.run({ runOnly: ${JSON.stringify(TAGS)} })`);
  expect(found.passes.length).toBeGreaterThan(10);
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
};

const WIDER = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';

/** What the browser refused to run or load. */
const refusals = (page: Page): string[] => {
  const refused: string[] = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
  page.on('pageerror', (error) => refused.push(error.message));
  return refused;
};

describe.each(['managed', 'classic'])('%s', (look) => {
  describe.each(['light', 'dark'] as const)('%s', (scheme) => {
    let context: BrowserContext;
    beforeAll(async () => {
      context = await openContext(scheme);
    });
    afterAll(() => context?.close());

    test.each(samples)('$page: $variant', { retry: 1 }, async ({ page: name, variant, first }) => {
      const page = await context.newPage();
      const refused = refusals(page);
      const query = new URLSearchParams({ look, scheme, client: site.clientId, lang: 'en' });
      const answer = await page.goto(`${site.url}/preview/${name}/${encodeURIComponent(variant)}?${query}`);
      expect(answer?.status()).toBe(200);
      for (const size of first ? SIZES : [SIZES[0]]) {
        await page.setViewportSize(size);
        expect(await page.evaluate(WIDER), `wider than ${size.width}`).toBe(false);
        const file = `${look}-${scheme}-${size.width}-${name}-${variant.replaceAll(' ', '-')}.png`;
        await page.screenshot({ path: join(FOLDER, file), fullPage: true });
      }
      expect(await violations(page)).toEqual([]);
      expect(refused).toEqual([]);
      await page.close();
    });
  });
});
