/** aws-amplify v6 in Chromium with a virtual authenticator: a passkey is made, found and used as people do it. */
import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Place } from '../auth/support/house.ts';
import { type BrowserPage, openPage } from '../clients/support/browser.ts';
import { PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { PasskeyApi } from './browser-page.ts';
import { configure, makePlace, reachable } from './support.ts';

let app: TestApp;
let place: Place;
let browser: BrowserPage;
let devtools: CDPSession;
let authenticatorId: string;
let username: string;

declare global {
  var passkeys: PasskeyApi;
}

beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp(), openPage(new URL('browser-page.ts', import.meta.url))]);
  place = await makePlace(app);
  await configure(app, place, { WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'required' } });
  ({ username } = await reachable(app, place));
  devtools = await browser.page.context().newCDPSession(browser.page);
  await devtools.send('WebAuthn.enable');
  ({ authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  }));
  await browser.page.evaluate(([id, clientId, endpoint]) => globalThis.passkeys.configure(id, clientId, endpoint), [
    place.poolId,
    place.clientId,
    app.endpoint,
  ] as const);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await app.stop();
});

type Failure = { readonly name: string; readonly message: string };

const signIn = (preferredChallenge: 'PASSWORD' | 'WEB_AUTHN', password?: string) =>
  browser.page.evaluate(
    ([name, preferred, secret]) =>
      globalThis.passkeys
        .signIn({
          username: name,
          ...(secret !== undefined && { password: secret }),
          options: { authFlowType: 'USER_AUTH', preferredChallenge: preferred },
        })
        .catch(({ name: failure, message }: Failure) => ({ failure, message })),
    [username, preferredChallenge, password] as const,
  );

const associate = () =>
  browser.page.evaluate(() =>
    globalThis.passkeys.associateWebAuthnCredential().then(
      () => 'done',
      ({ name }: Failure) => name,
    ),
  );

const held = async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials;

describe('aws-amplify in Chromium', () => {
  test('registers a passkey of the signed-in user', async () => {
    expect(await signIn('PASSWORD', PASSWORD)).toMatchObject({ isSignedIn: true });
    expect(await associate()).toBe('done');
    const [credential] = await held();
    expect(credential).toMatchObject({ rpId: 'localhost', isResidentCredential: true });
    const { credentials } = await browser.page.evaluate(() => globalThis.passkeys.listWebAuthnCredentials());
    expect(credentials).toMatchObject([
      {
        credentialId: Buffer.from(credential?.credentialId ?? '', 'base64').toString('base64url'),
        relyingPartyId: 'localhost',
        authenticatorAttachment: 'platform',
        authenticatorTransports: ['internal'],
      },
    ]);
  });

  test('does not register the same authenticator twice', async () => {
    expect(await associate()).toBe('PasskeyAlreadyExists');
    expect(await held()).toHaveLength(1);
  });

  test('signs in with it, again and again', async () => {
    for (const _ of [1, 2, 3]) {
      await browser.page.evaluate(() => globalThis.passkeys.signOut());
      expect(await signIn('WEB_AUTHN')).toMatchObject({ isSignedIn: true });
      const claims = await browser.page.evaluate(() => globalThis.passkeys.accessClaims());
      expect(claims).toMatchObject({ username, client_id: place.clientId });
    }
    expect((await held())[0]?.signCount).toBeGreaterThan(1);
  });

  test('chooses it from what is offered', async () => {
    const result = await browser.page.evaluate(
      async ([name]) => {
        await globalThis.passkeys.signOut();
        const asked = await globalThis.passkeys.signIn({ username: name, options: { authFlowType: 'USER_AUTH' } });
        const done = await globalThis.passkeys.confirmSignIn({ challengeResponse: 'WEB_AUTHN' });
        return { step: asked.nextStep.signInStep, done: done.isSignedIn };
      },
      [username] as const,
    );
    expect(result).toEqual({ step: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION', done: true });
  });

  test('is refused once the counter of a copy goes back', async () => {
    const [credential] = await held();
    if (!credential) throw new Error('the authenticator holds no credential');
    await devtools.send('WebAuthn.removeCredential', { authenticatorId, credentialId: credential.credentialId });
    await devtools.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount: 0 } });
    await browser.page.evaluate(() => globalThis.passkeys.signOut());
    expect(await signIn('WEB_AUTHN')).toEqual({
      failure: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  test('is refused without the person', async () => {
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    expect(await signIn('WEB_AUTHN')).toMatchObject({ failure: expect.stringMatching(/^Passkey/) });
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  });

  test('is given up', async () => {
    expect(await signIn('PASSWORD', PASSWORD)).toMatchObject({ isSignedIn: true });
    await browser.page.evaluate(async () => {
      const { credentials } = await globalThis.passkeys.listWebAuthnCredentials();
      for (const { credentialId } of credentials) {
        await globalThis.passkeys.deleteWebAuthnCredential({ credentialId: credentialId as string });
      }
      await globalThis.passkeys.signOut();
    });
    expect(await signIn('WEB_AUTHN')).toMatchObject({
      nextStep: { signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION' },
    });
  });
});
