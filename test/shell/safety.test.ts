import { describe, expect, test } from 'vitest';
import { checkServeSafety } from '../../src/config/safety.ts';
import { loadConfig } from '../../src/config.ts';

const KEY = 'q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=';

const refusals = (flags: Record<string, string>, env: Record<string, string> = { POOLHOUSE_MASTER_KEY: KEY }) => {
  const config = loadConfig({ mode: 'serve', flags, env, cwd: '/nowhere' });
  return checkServeSafety(config, { masterKeyFileExists: false }).map((each) => `${each.at}: ${each.message}`);
};

const LOOPBACK = { host: '127.0.0.1' };
const BEHIND_PROXY = {
  'proxy-terminates-tls': 'on',
  'trusted-proxy': '10.0.0.7',
  'public-url': 'https://id.pools.dev',
};
const OWN_TLS = { 'tls-cert-file': '/c.pem', 'tls-key-file': '/k.pem', 'public-url': 'https://id.pools.dev' };

describe('serve starts', () => {
  test('on loopback in plain HTTP', () => expect(refusals(LOOPBACK)).toEqual([]));
  test('behind a named proxy', () => expect(refusals(BEHIND_PROXY)).toEqual([]));
  test('with its own certificate', () => expect(refusals(OWN_TLS)).toEqual([]));
  test('with a key file that is there', () => {
    const config = loadConfig({ mode: 'serve', flags: LOOPBACK, env: {}, cwd: '/nowhere' });
    expect(checkServeSafety(config, { masterKeyFileExists: true })).toEqual([]);
  });
});

describe('serve refuses', () => {
  const refusesFor = (flags: Record<string, string>, option: string, says: RegExp, env?: Record<string, string>) => {
    const found = refusals(flags, env);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${option}: `));
    expect(found[0]).toMatch(says);
  };

  test('no master key', () =>
    refusesFor(LOOPBACK, 'master-key-file', /poolhouse keys generate.*POOLHOUSE_MASTER_KEY/, {}));
  test('a key file that is not there', () =>
    refusesFor({ ...LOOPBACK, 'master-key-file': '/k' }, 'master-key-file', /\/k does not exist/, {}));
  test('any access key', () => refusesFor({ ...LOOPBACK, 'any-access-key': 'on' }, 'any-access-key', /set it off/));
  test('the mailbox', () => refusesFor({ ...LOOPBACK, mailbox: 'on' }, 'mailbox', /set it off/));
  test('the demo pool', () => refusesFor({ ...LOOPBACK, demo: 'on' }, 'demo', /set it off/));
  test('HTTPS for this machine alone', () =>
    refusesFor({ ...LOOPBACK, 'local-https': 'on' }, 'local-https', /tls-cert-file/));
  test('imitated identity providers', () =>
    refusesFor({ ...LOOPBACK, 'mock-providers': 'on' }, 'mock-providers', /anyone sign in as anybody/));
  test('plain HTTP on every address, its default', () =>
    refusesFor({ 'public-url': 'https://id.pools.dev' }, 'proxy-terminates-tls', /tls-cert-file.*trusted-proxy/));
  test('plain HTTP on one public address beside loopback', () =>
    refusesFor(
      { host: '127.0.0.1,192.0.2.1', 'public-url': 'https://id.pools.dev' },
      'proxy-terminates-tls',
      /plain HTTP on a public address/,
    ));
  test('a proxy that is everyone', () =>
    refusesFor({ ...BEHIND_PROXY, 'trusted-proxy': '::1/0' }, 'trusted-proxy', /trusts every sender/));

  test('forward authentication for everyone', () =>
    refusesFor({ ...BEHIND_PROXY, 'gateway-forward-auth': '0.0.0.0/0' }, 'gateway-forward-auth', /answers everyone/));

  test('a gateway in plain HTTP on a public address, beside a service that is not public', () =>
    refusesFor({ host: '127.0.0.1', 'gateway-host': '*' }, 'proxy-terminates-tls', /plain HTTP on a public address/));
  test('no trusted proxy at all', () => {
    const { 'trusted-proxy': _, ...flags } = BEHIND_PROXY;
    refusesFor(flags, 'trusted-proxy', /name the proxy/);
  });
  test('no public URL', () => {
    const { 'public-url': _, ...flags } = OWN_TLS;
    refusesFor(flags, 'public-url', /https/);
  });
  test.each(['https://id.example.com', 'https://localhost', 'https://auth.invalid'])('the placeholder %s', (url) =>
    refusesFor({ ...OWN_TLS, 'public-url': url }, 'public-url', /is a placeholder/),
  );
  test('a public URL in plain HTTP', () =>
    refusesFor({ ...OWN_TLS, 'public-url': 'http://id.pools.dev' }, 'public-url', /must be https/));
  test('an issuer in plain HTTP', () =>
    refusesFor({ ...OWN_TLS, 'issuer-url': 'http://id.pools.dev' }, 'issuer-url', /must be https/));
  test('an SMS webhook in plain HTTP', () =>
    refusesFor({ ...LOOPBACK, 'sms-webhook-url': 'http://sms.pools.dev' }, 'sms-webhook-url', /must be https/, {
      POOLHOUSE_MASTER_KEY: KEY,
      POOLHOUSE_SMS_WEBHOOK_SECRET: 'kZ3vQ9xWm2LrT7yB',
    }));
  test.each(['changeme-changeme-changeme-changeme', 'a'.repeat(44), 'your-secret-key-your-secret-key-0000'])(
    '%s as a master key',
    (key) => refusesFor(LOOPBACK, 'master-key', /is a placeholder/, { POOLHOUSE_MASTER_KEY: key }),
  );
  test('everything at once', () => {
    expect(refusals({ 'any-access-key': 'on', mailbox: 'on', demo: 'on' }, {})).toHaveLength(6);
  });
});
