/** The mailbox page as a person sees it, in a real browser. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdminCreateUserCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createClient, createPool } from '../support/builders.ts';
import { launchChromium } from '../support/chromium.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const HOSTILE = '<script>top.document.title = "owned"</script><p style="color: rgb(1, 2, 3)">Your code is {####}</p>';

let app: TestApp;
let browser: Browser;
let page: Page;
let clientId: string;
let poolId: string;
const complaints: string[] = [];

beforeAll(async () => {
  app = await startTestApp();
  browser = await launchChromium();
  const pool = await createPool(app, {
    AutoVerifiedAttributes: ['email'],
    VerificationMessageTemplate: { EmailSubject: 'Welcome to <Pools>', EmailMessage: HOSTILE },
  });
  poolId = pool.Id;
  clientId = (await createClient(app, poolId)).ClientId;
  await signUp('ada');
});
beforeEach(async () => {
  complaints.length = 0;
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  page = await context.newPage();
  page.on('console', (message) => {
    // The browser's word that it keeps the hostile template in its frame.
    const kept = message.text().startsWith("Blocked script execution in 'about:srcdoc'");
    if (message.type() === 'error' && !kept) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterAll(async () => {
  await browser.close();
  await app.stop();
});

const signUp = (name: string) =>
  app.cognito.send(
    new SignUpCommand({
      ClientId: clientId,
      Username: name,
      Password: 'Correct-horse-1',
      UserAttributes: [{ Name: 'email', Value: `${name}@example.org` }],
    }),
  );

/** Runs in the browser, whose globals the tests' types do not have. */
const colourOf = new Function('element', 'return getComputedStyle(element).color') as (element: unknown) => string;

const mailbox = () => `${app.endpoint.replace('127.0.0.1', 'localhost')}/mailbox`;

test('a code is read and copied', async () => {
  await page.goto(mailbox());
  const [message] = await app.mailbox({ username: 'ada' });
  const card = page.getByRole('article').filter({ hasText: 'ada@example.org' });
  expect(await card.locator('output').textContent()).toBe(message?.code);
  expect(await card.getByRole('heading').textContent()).toBe('Welcome to <Pools>');
  await card.getByRole('button', { name: 'Copy' }).click();
  await card.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(message?.code);
  expect(complaints).toEqual([]);
});

test('a body is shown with its look and without its script', async () => {
  await page.goto(`${mailbox()}?username=ada`);
  await page.getByText('Message', { exact: true }).click();
  const text = page.frameLocator('iframe').getByText('Your code is');
  await text.waitFor();
  expect(await text.evaluate(colourOf)).toBe('rgb(1, 2, 3)');
  expect(await page.title()).toBe('Mailbox · Poolhouse');
});

test('a new message appears by itself', async () => {
  await page.goto(mailbox());
  await app.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: 'ben',
      UserAttributes: [{ Name: 'email', Value: 'ben@example.org' }],
    }),
  );
  const card = page.getByRole('article').filter({ hasText: 'ben@example.org' });
  await card.waitFor({ timeout: 10_000 });
  expect(await card.textContent()).toContain('Invitation');
  expect(complaints).toEqual([]);
});

test('the filter finds one person’s messages', async () => {
  await page.goto(mailbox());
  await page.getByLabel('To').fill('ada@example.org');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.waitForURL(/to=ada/);
  expect(await page.getByRole('article').count()).toBe(1);
});

test('it works without scripts', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(mailbox());
  expect(await plain.locator('output').first().textContent()).toMatch(/^\S{6,}$/);
  expect(await plain.getByRole('button', { name: 'Copy' }).count()).toBe(0);
  await context.close();
});

test.each([360, 1280])('nothing sticks out at %i pixels', async (width) => {
  await page.setViewportSize({ width, height: 800 });
  await page.goto(mailbox());
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
});

test('a page of another site reads nothing, by fetch, frame or script', async () => {
  const attacker = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<body></body>'));
  attacker.listen(0, '127.0.0.1');
  await once(attacker, 'listening');
  await page.goto(`http://localhost:${(attacker.address() as AddressInfo).port}/`);
  const outcome = await page.evaluate(`(async () => {
    const read = await fetch(${JSON.stringify(mailbox())} + '/messages').then((answer) => answer.text(), () => 'refused');
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.src = ${JSON.stringify(mailbox())};
    await new Promise((done) => { frame.onload = done; });
    return { read, framed: frame.contentDocument?.body?.textContent ?? 'out of reach' };
  })()`);
  expect(outcome).toEqual({ read: 'refused', framed: 'out of reach' });
  expect(page.frames().map((frame) => frame.url())).not.toContain(mailbox());
  attacker.close();
});
