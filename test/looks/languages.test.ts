/**
 * Every page in every language fits a window of 320 CSS pixels (WCAG 2.2, 1.4.10): nothing is wider than the window, and
 * no button or heading is wider than its place. Longer words than the English ones are what breaks pages.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SAMPLES } from '../../src/oauth/views/preview/samples.ts';
import { LANGUAGES, type Language } from '../../src/oauth/views/texts/index.ts';
import { launchChromium } from '../support/chromium.ts';
import { type LookSite, startLookSite } from './site.ts';

let site: LookSite;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [site, browser] = await Promise.all([startLookSite(), launchChromium()]);
  page = await browser.newPage({ viewport: { width: 320, height: 800 }, reducedMotion: 'reduce' });
});

afterAll(async () => {
  await browser?.close();
  await site?.app.stop();
});

/** What sticks out of its place or of the window, in a few words each. */
const STICKING_OUT = `(() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  const isBox = (each) => each.offsetParent !== null && each.clientWidth > 1 && getComputedStyle(each).display !== 'inline';
  const clipped = [...document.querySelectorAll('h1, h2, button, summary, label, .button')]
    .filter((each) => isBox(each) && each.scrollWidth > each.clientWidth + 1);
  const wide = scrollWidth <= clientWidth ? [] : [...document.querySelectorAll('body *')]
    .filter((each) => each.getBoundingClientRect().right > clientWidth + 1);
  return [...clipped, ...wide].map((each) => each.tagName + '.' + each.className + ': ' + each.textContent.trim().slice(0, 60));
})()`;

const pages = Object.entries(SAMPLES).map(([name, variants]) => ({ name, variant: Object.keys(variants)[0] ?? '' }));

describe.each(['managed', 'classic'])('the pages of the %s look', (look) => {
  test.each(Object.keys(LANGUAGES) as Language[])('fit in %s', { timeout: 60_000 }, async (lang) => {
    const found: Record<string, string[]> = {};
    for (const { name, variant } of pages) {
      const query = new URLSearchParams({ look, scheme: 'light', client: site.clientId, lang });
      await page.goto(`${site.url}/preview/${name}/${encodeURIComponent(variant)}?${query}`);
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);
      const sticking = await page.evaluate<string[]>(STICKING_OUT);
      if (sticking.length > 0) found[name] = sticking;
    }
    expect(found).toEqual({});
  });
});
