import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDelivery, type Delivery } from '../../src/adapters/deliver.ts';
import { createSmsWebhook } from '../../src/adapters/sms-webhook.ts';
import { createSmtp } from '../../src/adapters/smtp.ts';
import { type Parcel, type Transports, Undeliverable } from '../../src/adapters/transport.ts';
import { createTransports } from '../../src/adapters/transports.ts';
import { LETTER, openPostOffice, startMailServer, startWebhook } from './support/post.ts';

type PostOffice = Awaited<ReturnType<typeof openPostOffice>>;

let office: PostOffice;
const running: Delivery[] = [];
const servers: { stop(): Promise<void> }[] = [];
beforeEach(async () => {
  office = await openPostOffice();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
  await Promise.all(servers.splice(0).map((each) => each.stop()));
  await office.close();
});

const deliver = (transports: Partial<Transports>, more: object = {}): Delivery => {
  const delivery = createDelivery({
    ...office.parts(),
    transports: { close: () => undefined, ...transports },
    ...more,
  });
  running.push(delivery);
  delivery.start();
  return delivery;
};

const serving = <Server extends { stop(): Promise<void> }>(server: Server): Server => {
  servers.push(server);
  return server;
};

const byMail = (smtpUrl: string) =>
  createTransports({
    smtpUrl,
    mailFrom: 'Pools <no-reply@pools.dev>',
    smsWebhookUrl: undefined,
    smsWebhookSecret: undefined,
  });

const emptied = () => expect.poll(async () => (await office.waiting()).length).toBe(0);
const SMS = {
  ...LETTER,
  channel: 'SMS',
  to: '+15555550100',
  content: { body: 'Your code is 424242', code: '424242' },
} as const;

describe('e-mail by SMTP', () => {
  test('a message arrives, as HTML and as text, under an id of its own, and leaves the outbox', async () => {
    const mail = serving(await startMailServer());
    await office.post();
    deliver(byMail(mail.url));
    await emptied();
    expect(mail.letters).toHaveLength(1);
    const [letter] = mail.letters;
    expect(letter?.to).toBe('ada@example.org');
    expect(letter?.text).toMatch(/^From: Pools <no-reply@pools\.dev>/m);
    expect(letter?.text).toMatch(/^Subject: Your code/m);
    expect(letter?.text).toMatch(/^Message-ID: <[\w-]+@pools\.dev>/im);
    expect(letter?.text).toContain('Your code is <b>424242</b>.');
    expect(letter?.text).toContain('Your code is 424242.');
  });

  test('a recipient that is no address alone cannot add others or headers', async () => {
    const mail = serving(await startMailServer());
    const { send, close } = createSmtp({ url: mail.url, from: 'a@pools.dev' });
    const to = 'ada@example.org\r\nBcc: eve@evil.test';
    await send({
      ...LETTER,
      id: 'm1',
      userPoolId: 'p',
      to,
      content: { ...LETTER.content, subject: 'x\r\nBcc: eve@evil.test' },
    }).catch(() => undefined);
    close();
    for (const letter of mail.letters) expect(letter.text).not.toMatch(/^Bcc:/m);
    for (const letter of mail.letters) expect(letter.to).not.toContain('eve@');
  });

  test('an address that the server refuses for good is given up at once', async () => {
    const refuse = Object.assign(new Error('no such mailbox'), { responseCode: 550 });
    const mail = serving(await startMailServer({ onRcptTo: (_address, _session, done) => done(refuse) }));
    await office.post();
    deliver(byMail(mail.url));
    await expect.poll(async () => (await office.waiting())[0]?.state).toBe('failed');
  });

  test('a server that is away for a while gets the message later', async () => {
    const mail = await startMailServer();
    await mail.stop();
    await office.post();
    const delivery = deliver(byMail(mail.url));
    await expect.poll(async () => (await office.waiting())[0]?.version).toBe(3);
    const later = serving(await startMailServer());
    await delivery.stop();
    office.clock.advance(10_000);
    deliver(byMail(later.url));
    await emptied();
    expect(later.letters).toHaveLength(1);
  });
});

describe('SMS by webhook', () => {
  const SECRET = 'kZ3vQ9xWm2LrT7yB';

  test('a signed POST that the receiver can check', async () => {
    const hook = serving(await startWebhook(200));
    await office.post(SMS);
    deliver({ SMS: createSmsWebhook({ url: hook.url, secret: SECRET }) });
    await emptied();
    const [call] = hook.calls;
    const body = JSON.parse(call?.body ?? '{}') as Record<string, unknown>;
    expect(body).toEqual({
      id: expect.any(String),
      to: '+15555550100',
      kind: 'sign-up',
      userPoolId: LETTER.poolId,
      username: 'ada',
      body: 'Your code is 424242',
    });
    expect(call?.headers['idempotency-key']).toBe(body['id']);
    const [, seconds, given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(call?.headers['poolhouse-signature'])) ?? [];
    expect(given).toBe(createHmac('sha256', SECRET).update(`${seconds}.${call?.body}`).digest('hex'));
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(5);
  });

  const parcel: Parcel = { ...SMS, id: 'm1', userPoolId: LETTER.poolId };

  test('redirects are not followed: the code would go to a place that nobody configured', async () => {
    const hook = serving(await startWebhook(302));
    await expect(createSmsWebhook({ url: hook.url, secret: SECRET })(parcel)).rejects.toThrow('answered 302');
    expect(hook.calls).toHaveLength(1);
  });

  test('a receiver that does not answer is left after the time-out', async () => {
    const hook = serving(await startWebhook());
    const silent = createSmsWebhook({ url: hook.url.replace('/sms', '/'), secret: SECRET, timeoutMs: 1 });
    await expect(silent(parcel)).rejects.toThrow(/timeout|aborted/i);
  });

  test.each([400, 413, 422])('%i means never', async (status) => {
    const hook = serving(await startWebhook(status));
    await expect(createSmsWebhook({ url: hook.url, secret: SECRET })(parcel)).rejects.toThrow(Undeliverable);
  });

  test.each([401, 429, 500, 503])('%i means later', async (status) => {
    const hook = serving(await startWebhook(status));
    const failure = createSmsWebhook({ url: hook.url, secret: SECRET })(parcel).catch((error: unknown) => error);
    expect(await failure).not.toBeInstanceOf(Undeliverable);
  });
});

describe('the loop', () => {
  test('wake delivers at once, before the next look', async () => {
    const got: string[] = [];
    const delivery = deliver({ EMAIL: async ({ id }) => void got.push(id) });
    await office.post();
    const started = Date.now();
    delivery.wake();
    await expect.poll(() => got.length, { interval: 5 }).toBe(1);
    expect(Date.now() - started).toBeLessThan(1_500);
  });

  test('without a wake it looks by itself', async () => {
    const got: string[] = [];
    deliver({ EMAIL: async ({ id }) => void got.push(id) });
    await office.post();
    await expect.poll(() => got.length, { timeout: 5_000 }).toBe(1);
  });

  test('a message posted before a restart is delivered after it', async () => {
    await office.post();
    await office.reopen();
    const got: Parcel[] = [];
    deliver({ EMAIL: async (parcel) => void got.push(parcel) });
    await emptied();
    expect(got.map(({ content }) => content.code)).toEqual(['424242']);
  });

  test('a message whose node died under way is delivered by another when the lease is over', async () => {
    await office.post();
    const dead = deliver({ EMAIL: () => new Promise(() => undefined) });
    await expect.poll(async () => (await office.waiting())[0]?.attempts).toBe(1);
    running.splice(running.indexOf(dead), 1);
    const got: string[] = [];
    const other = deliver({ EMAIL: async ({ id }) => void got.push(id) });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(got).toEqual([]);
    office.clock.advance(91_000);
    other.wake();
    await emptied();
    expect(got).toHaveLength(1);
  });

  test('two nodes share the work and deliver each message once', async () => {
    for (let count = 0; count < 60; count += 1) await office.post({ to: `user${count}@example.org` });
    const got: string[] = [];
    const send = async ({ to }: Parcel) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      got.push(to);
    };
    deliver({ EMAIL: send });
    deliver({ EMAIL: send });
    await emptied();
    expect(got).toHaveLength(60);
    expect(new Set(got).size).toBe(60);
  });

  test('no more are under way at a time than it may', async () => {
    for (let count = 0; count < 20; count += 1) await office.post();
    let now = 0;
    let most = 0;
    const send = async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now -= 1;
    };
    deliver({ EMAIL: send }, { concurrency: 3 });
    await emptied();
    expect(most).toBe(3);
  });

  test('failures come back later and later and end as failed after ten tries', async () => {
    await office.post();
    let tries = 0;
    const delivery = deliver({
      EMAIL: async () => {
        tries += 1;
        throw new Error('away');
      },
    });
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await expect.poll(async () => (await office.waiting())[0]?.version, { interval: 5 }).toBe(1 + 2 * attempt);
      const [message] = await office.waiting();
      waits.push((message?.nextAttemptAt ?? 0) - office.clock.now());
      office.clock.advance(16 * 60_000);
      delivery.wake();
    }
    expect(tries).toBe(10);
    expect((await office.waiting())[0]?.state).toBe('failed');
    expect(waits[0]).toBeLessThanOrEqual(5_000);
    expect(waits[4]).toBeGreaterThan(30_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(15 * 60_000);
  });

  test('a message without a transport waits, does not stand in the way of others, and is given up after a day', async () => {
    await office.post(SMS);
    await office.post();
    const got: string[] = [];
    const delivery = deliver({ EMAIL: async ({ to }) => void got.push(to) }, { concurrency: 1 });
    await expect.poll(() => got).toEqual(['ada@example.org']);
    expect(await office.waiting()).toMatchObject([{ state: 'pending', attempts: 0 }]);
    office.clock.advance(25 * 3_600_000);
    delivery.wake();
    await expect.poll(async () => (await office.waiting())[0]?.state).toBe('failed');
  });

  test('stop waits for what is under way and takes up nothing more', async () => {
    await office.post();
    let finished = false;
    const delivery = deliver({
      EMAIL: async () => {
        await new Promise((resolve) => setTimeout(resolve, 150));
        finished = true;
      },
    });
    await expect.poll(async () => (await office.waiting())[0]?.attempts, { interval: 5 }).toBe(1);
    await delivery.stop();
    expect(finished).toBe(true);
    expect(await office.waiting()).toEqual([]);
    await office.post();
    delivery.wake();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await office.waiting()).toHaveLength(1);
  });

  test('the log tells of deliveries and failures, never what was in them', async () => {
    await office.post();
    await office.post(SMS);
    deliver({
      EMAIL: async () => undefined,
      SMS: async ({ content }) => {
        throw Object.assign(new Error(`bounced: ${content.body}`), { code: 'EENVELOPE' });
      },
    });
    await expect.poll(() => office.lines.length).toBe(2);
    const log = office.lines.join('');
    expect(log).toContain('message delivered');
    expect(log).toContain('EENVELOPE');
    expect(log).not.toMatch(/424242|ada@example|5555550100/);
  });
});
