import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { createPlace, lastMessage, type Place, signUp } from './support.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.stop());

async function signedUpByLink(client = {}): Promise<Place & { link: string }> {
  const place = await createPlace(
    app,
    { VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' } },
    client,
  );
  await signUp(place, 'ada', { email: 'ada@example.com' });
  const { link } = await lastMessage(place, 'ada@example.com');
  return { ...place, link: link as string };
}

const statusOf = async ({ poolId }: Place) =>
  (await app.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'ada' }))).UserStatus;

const changed = (link: string, name: string, value: string): string => {
  const url = new URL(link);
  url.searchParams.set(name, value);
  return url.href;
};

describe('the link in a verification e-mail', () => {
  it('confirms the account and shows a page that nobody keeps or frames', async () => {
    const place = await signedUpByLink();
    const answer = await fetch(place.link);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await answer.text()).toContain('Your registration has been confirmed!');
    expect(await statusOf(place)).toBe('CONFIRMED');
  });

  it('works once', async () => {
    const place = await signedUpByLink();
    await (await fetch(place.link)).text();
    const again = await fetch(place.link);
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('User cannot be confirmed. Current status is CONFIRMED');
  });

  it('does nothing on HEAD', async () => {
    const place = await signedUpByLink();
    expect((await fetch(place.link, { method: 'HEAD' })).status).toBe(200);
    expect(await statusOf(place)).toBe('UNCONFIRMED');
  });

  it('refuses a wrong code, and counts it', async () => {
    const place = await signedUpByLink();
    for (let tries = 0; tries < 5; tries += 1) {
      const answer = await fetch(changed(place.link, 'confirmation_code', '12345'));
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('Invalid verification code provided, please try again.');
    }
    expect(await (await fetch(place.link)).text()).toContain('Attempt limit exceeded');
    expect(await statusOf(place)).toBe('UNCONFIRMED');
  });

  it('refuses the client of another pool, unknown clients and missing parts', async () => {
    const place = await signedUpByLink();
    const other = await createPlace(app);
    for (const link of [
      changed(place.link, 'client_id', other.clientId),
      place.link.replace(place.poolId, other.poolId),
      changed(place.link, 'client_id', 'nosuchclient'),
      changed(place.link, 'user_name', ''),
    ]) {
      expect((await fetch(link)).status).toBe(400);
    }
    expect(await statusOf(place)).toBe('UNCONFIRMED');
  });

  it('writes nothing from the address into the page unescaped', async () => {
    const place = await signedUpByLink();
    const answer = await fetch(changed(place.link, 'client_id', '<script>alert(1)</script>'));
    expect(await answer.text()).not.toContain('<script>');
  });
});
