/** A rider at the app, as a person uses it: by labels and by what is to be read on the screen. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { WildRydes } from '../../examples/wild-rydes/run/start.ts';

export const PASSWORD = 'Correct-horse-1';

export interface Rider {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser or the app complained of. Answers that refuse are no complaint. */
  readonly complaints: readonly string[];
}

export const openRider = async (browser: Browser, { addresses }: WildRydes): Promise<Rider> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isRefusal = /status of 40[0-4]/.test(message.text());
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  await page.goto(addresses.app);
  return { context, page, complaints };
};

export interface Message {
  readonly subject: string;
  readonly body: string;
  readonly code: string;
}

export const newestLetter = async ({ addresses }: WildRydes, to: string): Promise<Message> => {
  const answer = await fetch(`${addresses.mailbox}/messages?${new URLSearchParams({ to })}`);
  const [message] = (await answer.json()) as Message[];
  if (message === undefined) throw new Error(`no letter to ${to}`);
  return message;
};

export interface Joining {
  readonly name: string;
  readonly email: string;
  readonly language?: string;
  readonly promise?: boolean;
}

export const fillJoin = async (
  page: Page,
  { name, email, language = 'en', promise = true }: Joining,
): Promise<void> => {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('Write to me in').selectOption(language);
  await page.getByLabel('I promise').setChecked(promise);
};

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();
export const problem = async (page: Page): Promise<string> => (await page.locator('.problem').textContent()) ?? '';

export const signIn = async (page: Page, email: string, password = PASSWORD): Promise<void> => {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await press(page, 'Sign in');
};

/** From the first page to the map. */
export const joinAndEnter = async (rydes: WildRydes, page: Page, joining: Joining): Promise<void> => {
  await page.goto(`${rydes.addresses.app}/#/join`);
  await fillJoin(page, joining);
  await press(page, 'Join');
  await page.getByLabel('Code').waitFor();
  await page.getByLabel('Code').fill((await newestLetter(rydes, joining.email)).code);
  await press(page, 'Open the stable door');
  await page.getByRole('heading', { name: 'You are in' }).waitFor();
  await signIn(page, joining.email);
  await page.getByRole('heading', { name: /^Where to/ }).waitFor();
};

/** Asks for a ride through one of the doors, and gives what the page then says. */
export const requestRide = async (page: Page, door: string): Promise<string> => {
  await page.getByRole('radio', { name: door }).check();
  const answered = page.waitForResponse(
    (answer) => answer.request().method() === 'POST' && answer.url().endsWith('/ride'),
  );
  await press(page, 'Request a unicorn');
  await answered;
  await page.getByRole('button', { name: 'Request a unicorn' }).waitFor();
  return (await page.locator('.verdict').textContent()) ?? '';
};

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDER = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';

/** At three widths, light and dark: axe finds nothing, and nothing is wider than the window. */
export const expectGoodLooks = async (page: Page): Promise<void> => {
  await page.evaluate(AXE);
  for (const width of [390, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate<boolean>(WIDER), `${page.url()} at ${width}`).toBe(false);
    if (width === 768) continue;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page), `${page.url()} at ${width}, ${colorScheme}`).toEqual([]);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
};

const violations = async (page: Page): Promise<string[]> => {
  const found = await page.evaluate<AxeResults>(`axe.run({ runOnly: ${JSON.stringify(TAGS)} })`);
  expect(found.passes.length).toBeGreaterThan(10);
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
};
