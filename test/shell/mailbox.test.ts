import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let poolId: string;
let clientId: string;

const HOSTILE =
  '<script>document.title = "owned"</script><img src=x onerror=alert(1)>"\'><b style="color:red">{####}</b>';

beforeAll(async () => {
  app = await startTestApp();
  const pool = await createPool(app, {
    AutoVerifiedAttributes: ['email'],
    VerificationMessageTemplate: { EmailSubject: 'Hello </style><script>1</script>', EmailMessage: HOSTILE },
  });
  poolId = pool.Id;
  clientId = (await createClient(app, poolId)).ClientId;
  for (const name of ['ada', 'ben', 'cyd']) {
    await app.cognito.send(
      new SignUpCommand({
        ClientId: clientId,
        Username: name,
        Password: 'Correct-horse-1',
        UserAttributes: [{ Name: 'email', Value: `${name}@example.org` }],
      }),
    );
    app.clock.advance(1_000);
  }
});
afterAll(() => app.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${app.endpoint}${path}`, { headers });

describe('JSON', () => {
  test('newest first, each with all that a test wants', async () => {
    const messages = await app.mailbox({ userPoolId: poolId });
    expect(messages.map(({ username }) => username)).toEqual(['cyd', 'ben', 'ada']);
    expect(messages[2]).toEqual({
      id: expect.any(String),
      channel: 'EMAIL',
      to: 'ada@example.org',
      kind: 'sign-up',
      code: expect.stringMatching(/^\d{6}$/),
      subject: 'Hello </style><script>1</script>',
      body: expect.stringContaining('<b style="color:red">'),
      userPoolId: poolId,
      username: 'ada',
      sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(messages[2]?.body).toContain(messages[2]?.code);
  });

  test('filters by pool, username and recipient, alone and together', async () => {
    expect(await app.mailbox({ username: 'ben' })).toHaveLength(1);
    expect(await app.mailbox({ to: 'cyd@example.org', userPoolId: poolId })).toMatchObject([{ username: 'cyd' }]);
    expect(await app.mailbox({ to: 'cyd@example.org', username: 'ben' })).toEqual([]);
    expect(await app.mailbox({ userPoolId: 'us-east-1_Nothing00' })).toEqual([]);
  });

  test('limit', async () => {
    expect(await (await get('/mailbox/messages?limit=2')).json()).toMatchObject([
      { username: 'cyd' },
      { username: 'ben' },
    ]);
    for (const limit of ['0', '-1', '501', 'all'])
      expect((await get(`/mailbox/messages?limit=${limit}`)).status).toBe(400);
  });
});

describe('other sites', () => {
  test.each(['cross-site', 'same-site'])('a %s request gets nothing', async (site) => {
    const answer = await get('/mailbox/messages', { 'sec-fetch-site': site });
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain('example.org');
  });

  test('a local page with an origin of its own may not read the codes either', async () => {
    const answer = await get('/mailbox/messages', { origin: 'http://localhost:3000' });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBe(null);
  });

  test.each(['/mailbox', '/mailbox/messages'])(
    '%s is not framed, not cached, not sniffed, not shared',
    async (path) => {
      const { headers, status } = await get(path);
      expect(status).toBe(200);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('access-control-allow-origin')).toBe(null);
    },
  );
});

describe('the page', () => {
  test('shows each message with its code large, and escapes what pools and users wrote', async () => {
    const answer = await get(`/mailbox?userPoolId=${poolId}`);
    const page = await answer.text();
    const [newest] = await app.mailbox({ userPoolId: poolId });
    expect(page).toContain(`<output>${newest?.code}</output>`);
    expect(page.match(/<article>/g)).toHaveLength(3);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img|<b style/);
    expect(page).toContain('srcdoc="&lt;base target=&quot;_blank&quot;&gt;');
  });

  test('what is typed into the filter comes back as text', async () => {
    const page = await (await get(`/mailbox?to=${encodeURIComponent('"><script>alert(1)</script>')}`)).text();
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain('No message matches.');
  });

  test('runs no script and loads nothing but its own, with a nonce of its own each time', async () => {
    const policies = await Promise.all(
      [1, 2].map(async () => (await get('/mailbox')).headers.get('content-security-policy')),
    );
    expect(policies[0]).not.toBe(policies[1]);
    expect(policies[0]).toMatch(/^default-src 'none'; script-src 'nonce-[\w+/]{24}'/);
    expect(policies[0]).toContain("frame-ancestors 'none'");
    expect(policies[0]).not.toMatch(/script-src[^;]*unsafe/);
    const page = await get('/mailbox');
    const nonce = /nonce-([^']+)/.exec(page.headers.get('content-security-policy') ?? '')?.[1];
    expect(await page.text()).toContain(`<script nonce="${nonce}">`);
  });

  test('bodies run in a frame without scripts, forms and the page’s origin', async () => {
    const page = await (await get('/mailbox')).text();
    expect(/<iframe sandbox="([^"]*)"/.exec(page)?.[1]).toBe('allow-popups allow-popups-to-escape-sandbox');
  });
});

test('without the mailbox there is none', async () => {
  const other = await startTestApp({ flags: { mailbox: 'off' } });
  expect((await fetch(`${other.endpoint}/mailbox`)).status).toBe(404);
  expect((await fetch(`${other.endpoint}/mailbox/messages`)).status).toBe(404);
  await other.stop();
});
