import type { LookupAddress } from 'node:dns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGuardedFetch, type GuardedFetchOptions, isPublicAddress } from '../../src/adapters/guarded-fetch.ts';
import type { FetchFailed } from '../../src/core/ports.ts';
import { openSite, type Site } from './https-site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
beforeEach(() => {
  site.pages.clear();
  site.asked.length = 0;
});
afterAll(() => site.close());

const LOCAL = ['127.0.0.1', '::1'];
const fetching = (options: GuardedFetchOptions = {}) => createGuardedFetch({ ca: site.ca, allow: LOCAL, ...options });
const reason = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'answered',
    (error: FetchFailed) => error.reason,
  );
/** A resolver that gives one answer after the other. */
const resolving = (...answers: string[][]) => {
  let calls = 0;
  const resolve = (_name: string, _options: object, done: (error: null, found: LookupAddress[]) => void) => {
    const addresses = answers[Math.min(calls, answers.length - 1)]!;
    calls += 1;
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return resolve as unknown as NonNullable<GuardedFetchOptions['resolve']>;
};

describe('addresses', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::a00:1',
    'fc00::1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'nonsense',
  ])('%s is inside', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['1.1.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is outside', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('a request', () => {
  it('gets status, headers and body', async () => {
    site.pages.set('/a', { status: 203, headers: { 'X-Colour': 'red' }, body: 'hello' });
    const answer = await fetching()(`${site.url}/a`);
    expect(answer).toMatchObject({ status: 203, headers: { 'x-colour': 'red' } });
    expect(Buffer.from(answer.body).toString()).toBe('hello');
  });

  it.each(['http://example.com/', 'ftp://example.com/', 'file:///etc/passwd', 'https://user:word@example.com/', 'x'])(
    'to %s is refused',
    async (url) => {
      expect(await reason(fetching()(url))).toBe('refused');
    },
  );

  it.each(['127.0.0.1', '[::1]', '2130706433', '0x7f.1', '169.254.169.254', '[::ffff:127.0.0.1]', 'localhost'])(
    'to %s goes nowhere unless that is allowed',
    async (host) => {
      expect(await reason(fetching({ allow: [] })(`https://${host}:${site.port}/`))).toBe('refused');
      expect(site.asked).toEqual([]);
    },
  );

  it('goes to the address that was looked at, whatever the name says a moment later', async () => {
    site.pages.set('/', { body: 'there' });
    const fetch = fetching({ resolve: resolving(['127.0.0.1'], ['10.0.0.1']) });
    expect(Buffer.from((await fetch(`${site.url}/`)).body).toString()).toBe('there');
    expect(await reason(fetch(`${site.url}/`))).toBe('refused');
    expect(site.asked).toEqual(['/']);
  });

  it('is refused when one of several addresses is inside', async () => {
    const resolve = resolving(['8.8.8.8', '10.0.0.1']);
    expect(await reason(fetching({ resolve })('https://both.test/'))).toBe('refused');
  });

  it('is not believed with a certificate of nobody known', async () => {
    expect(await reason(createGuardedFetch({ allow: LOCAL })(`${site.url}/`))).toBe('network');
    expect(site.asked).toEqual([]);
  });

  it('follows redirects through the same gate', async () => {
    site.pages.set('/a', { status: 302, headers: { location: '/b' } });
    site.pages.set('/b', { body: 'there' });
    expect(Buffer.from((await fetching()(`${site.url}/a`)).body).toString()).toBe('there');
    for (const location of ['http://localhost/', 'https://10.0.0.1/', 'file:///etc/passwd']) {
      site.pages.set('/out', { status: 307, headers: { location } });
      expect(await reason(fetching()(`${site.url}/out`))).toBe('refused');
    }
    site.pages.set('/round', { status: 301, headers: { location: '/round' } });
    expect(await reason(fetching()(`${site.url}/round`))).toBe('redirects');
  });

  it('never sends a body on', async () => {
    site.pages.set('/a', { status: 307, headers: { location: '/b' } });
    const answer = await fetching()(`${site.url}/a`, { method: 'POST', body: 'secret' });
    expect(answer.status).toBe(307);
    expect(site.asked).toEqual(['/a']);
  });

  it('has its limits of size and time', async () => {
    site.pages.set('/big', { body: Buffer.alloc(2_000) });
    expect(await reason(fetching({ maxBytes: 1_999 })(`${site.url}/big`))).toBe('too-large');
    expect(await reason(fetching({ maxBytes: 2_000 })(`${site.url}/big`))).toBe('answered');
    site.pages.set('/slow', { hangs: true });
    expect(await reason(fetching({ timeoutMs: 100 })(`${site.url}/slow`))).toBe('timeout');
  });
});
