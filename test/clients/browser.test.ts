/** aws-amplify v6 in a real browser, from another origin than the API's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type BrowserPage, openPage } from './support/browser.ts';
import type { BrowserApi } from './support/browser-page.ts';
import { codeFor, makePool, type TestPool } from './support/pool.ts';

const PASSWORD = 'Correct-horse-1';
const CHANGED = 'Changed-horse-2';

let app: TestApp;
let pool: TestPool;
let browser: BrowserPage;

beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp(), openPage()]);
  pool = await makePool(app);
  await configure();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await app.stop();
});

const configure = () =>
  browser.page.evaluate(([id, clientId, endpoint]) => globalThis.amplify.configure(id, clientId, endpoint), [
    pool.id,
    pool.clientId,
    app.endpoint,
  ] as const);

declare global {
  var amplify: BrowserApi;
}

describe('aws-amplify in Chromium', () => {
  const username = 'hank';
  const email = 'hank@example.com';

  test('signs up and confirms across origins', async () => {
    expect(new URL(browser.origin).port).not.toBe(new URL(app.endpoint).port);
    const begun = await browser.page.evaluate(
      ([name, password, mail]) =>
        globalThis.amplify.signUp({ username: name, password, options: { userAttributes: { email: mail } } }),
      [username, PASSWORD, email] as const,
    );
    expect(begun.nextStep.signUpStep).toBe('CONFIRM_SIGN_UP');
    const code = await codeFor(app, pool, email);
    const done = await browser.page.evaluate(
      ([name, confirmationCode]) => globalThis.amplify.confirmSignUp({ username: name, confirmationCode }),
      [username, code] as const,
    );
    expect(done.isSignUpComplete).toBe(true);
  });

  test('reads the errors of the API through CORS', async () => {
    const error = await browser.page.evaluate(
      ([name]) =>
        globalThis.amplify.signIn({ username: name, password: 'Wrong-horse-1' }).catch((thrown: Error) => ({
          name: thrown.name,
          message: thrown.message,
        })),
      [username] as const,
    );
    expect(error).toEqual({ name: 'NotAuthorizedException', message: 'Incorrect username or password.' });
  });

  test('signs in by SRP with the cryptography of the browser', async () => {
    const result = await browser.page.evaluate(
      ([name, password]) => globalThis.amplify.signIn({ username: name, password }),
      [username, PASSWORD] as const,
    );
    expect(result.isSignedIn).toBe(true);
    const { id, access } = await browser.page.evaluate(() => globalThis.amplify.session(false));
    expect(id).toMatchObject({ email, email_verified: true, 'cognito:username': username });
    expect(access).toMatchObject({ client_id: pool.clientId, token_use: 'access' });
  });

  test('refreshes, and stays signed in after a reload', async () => {
    const before = await browser.page.evaluate(() => globalThis.amplify.session(false));
    const after = await browser.page.evaluate(() => globalThis.amplify.session(true));
    expect(after.access?.jti).not.toBe(before.access?.jti);
    await browser.page.reload();
    await configure();
    const user = await browser.page.evaluate(() => globalThis.amplify.getCurrentUser());
    expect(user.username).toBe(username);
    const attributes = await browser.page.evaluate(() => globalThis.amplify.fetchUserAttributes());
    expect(attributes).toMatchObject({ email, email_verified: 'true' });
  });

  test('changes the password and signs out everywhere', async () => {
    const [signedOut, again] = await browser.page.evaluate(
      async ([name, oldPassword, newPassword]) => {
        await globalThis.amplify.updatePassword({ oldPassword, newPassword });
        await globalThis.amplify.signOut({ global: true });
        const session = await globalThis.amplify.session(false);
        return [session, await globalThis.amplify.signIn({ username: name, password: newPassword })] as const;
      },
      [username, PASSWORD, CHANGED] as const,
    );
    expect(signedOut).toEqual({ id: undefined, access: undefined });
    expect(again.isSignedIn).toBe(true);
  });
});
