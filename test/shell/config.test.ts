import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configurationDoc } from '../../scripts/configuration-doc.ts';
import { rateQuotas } from '../../src/aws/rate-limit-categories.ts';
import { helpText } from '../../src/cli/commands.ts';
import { envName, kebab, OPTION_KEYS } from '../../src/config/options.ts';
import { RATE_CATEGORIES } from '../../src/config/rate-categories.ts';
import { showConfig } from '../../src/config/show.ts';
import { ConfigError, type ConfigInput, loadConfig, urlsOf } from '../../src/config.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolhouse-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (text: string, name = `${Math.random()}.yaml`): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const load = (input: Partial<ConfigInput> = {}) => loadConfig({ mode: 'serve', cwd: folder, ...input });

const problemsOf = (input: Partial<ConfigInput>): string[] => {
  try {
    load(input);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((each) => `${each.at}: ${each.message}`);
    throw error;
  }
  return [];
};

describe('precedence', () => {
  const config = () => file('port: 1001\nregion: eu-west-1\nlog-level: debug\naccount: "123456789012"\n');

  test('flags win over environment, environment over file, file over defaults', () => {
    const loaded = load({
      flags: { port: '1003', config: config() },
      env: { POOLHOUSE_PORT: '1002', POOLHOUSE_REGION: 'ap-south-1' },
    });
    expect(loaded).toMatchObject({ port: 1003, region: 'ap-south-1', logLevel: 'debug', shutdownGrace: 25 });
    expect(loaded.sources).toMatchObject({
      port: '--port',
      region: 'POOLHOUSE_REGION',
      logLevel: expect.stringMatching(/\.yaml$/),
      shutdownGrace: 'default',
    });
  });

  test('POOLHOUSE_CONFIG names the file, ./poolhouse.yaml is taken when there is one, --config wins', () => {
    const named = config();
    expect(load({ env: { POOLHOUSE_CONFIG: named } }).port).toBe(1001);
    const usual = file('port: 2001\n', 'poolhouse.yaml');
    expect(load().port).toBe(2001);
    expect(load({ flags: { config: file('port: 2002') }, env: { POOLHOUSE_CONFIG: named } }).port).toBe(2002);
    rmSync(usual);
    expect(load().port).toBe(7665);
  });

  test('dev and serve have defaults of their own', () => {
    expect(load({ mode: 'dev' })).toMatchObject({
      host: ['127.0.0.1', '::1'],
      anyAccessKey: true,
      mailbox: true,
      demo: true,
      rateLimits: false,
      logFormat: 'pretty',
    });
    expect(load()).toMatchObject({
      host: ['*'],
      anyAccessKey: false,
      mailbox: false,
      demo: false,
      rateLimits: true,
      logFormat: 'json',
    });
  });

  test('relative paths of the file start at the file, those of flags at the working directory', () => {
    const path = file('data-dir: store\ntls-cert-file: cert.pem\ntls-key-file: /etc/key.pem\n');
    const fromFile = loadConfig({ mode: 'serve', cwd: '/', flags: { config: path } });
    expect(fromFile.dataDir).toBe(join(folder, 'store'));
    expect(fromFile.tlsCertFile).toBe(join(folder, 'cert.pem'));
    expect(fromFile.tlsKeyFile).toBe('/etc/key.pem');
    expect(load({ flags: { 'data-dir': 'store' } }).dataDir).toBe(join(folder, 'store'));
  });
});

describe('what is refused', () => {
  test('unknown names everywhere, each with the nearest known one, all at once', () => {
    const path = file('prot: 1\nzzzzzzzz: 2\n');
    expect(
      problemsOf({ flags: { config: path, 'public-ur': 'x' }, env: { POOLHOUSE_DATA_DRI: 'x', HOME: '/' } }),
    ).toEqual([
      `prot (${path}): unknown key; did you mean port?`,
      `zzzzzzzz (${path}): unknown key`,
      'POOLHOUSE_DATA_DRI: unknown variable; did you mean POOLHOUSE_DATA_DIR?',
      '--public-ur: unknown option; did you mean public-url?',
    ]);
  });

  test('no variables that Kubernetes adds beside a service called poolhouse', () => {
    const links = {
      POOLHOUSE_SERVICE_HOST: '10.0.0.7',
      POOLHOUSE_SERVICE_PORT: '7665',
      POOLHOUSE_SERVICE_PORT_HTTP: '7665',
      POOLHOUSE_PORT: 'tcp://10.0.0.7:7665',
      POOLHOUSE_PORT_7665_TCP: 'tcp://10.0.0.7:7665',
      POOLHOUSE_PORT_7665_TCP_ADDR: '10.0.0.7',
      POOLHOUSE_DB_PORT: 'tcp://10.0.0.8:5432',
      POOLHOUSE_DB_PORT_5432_TCP_PROTO: 'tcp',
    };
    expect(load({ env: links }).port).toBe(7665);
    expect(load({ env: { ...links, POOLHOUSE_PORT: '8000' } }).port).toBe(8000);
  });

  test('types and ranges', () => {
    const cases: [string, string, string][] = [
      ['port', '65536', 'must be a whole number from 0 to 65535'],
      ['port', '1e3', 'must be a whole number from 0 to 65535'],
      ['region', 'nowhere', 'must be a region name like us-east-1'],
      ['account', '12', 'must be 12 digits'],
      ['public-url', 'ftp://x', 'must be a URL that starts with https:// or http://'],
      ['public-url', 'https://x/?a=b', 'must have no query, fragment, user name or password'],
      ['log-level', 'loud', 'must be one of debug, info, warn, error, silent'],
      ['mailbox', 'perhaps', 'must be on or off (true, false, yes, no, 1, 0)'],
      ['host', 'example.org', 'example.org is no IP address, localhost or *'],
      ['trusted-proxy', '10.0.0.0/33', '10.0.0.0/33 is no IP address or CIDR'],
      ['rate-limit-factor', '0', 'must be a number from 0.01 to 100000'],
      ['rate-limit-overrides', 'UserRead', 'must be name=value pairs with commas between'],
    ];
    for (const [name, value, message] of cases) {
      expect(problemsOf({ flags: { [name]: value } }), `${name}=${value}`).toEqual([`--${name}: ${message}`]);
    }
  });

  test('a flag without its value', () => {
    expect(problemsOf({ flags: { port: true } })).toEqual(['--port: must be a whole number from 0 to 65535']);
  });

  test('halves of a pair', () => {
    expect(problemsOf({ flags: { 'tls-cert-file': 'a' } })).toEqual([
      '--tls-cert-file: tls-cert-file and tls-key-file go together: set both',
    ]);
    expect(problemsOf({ env: { POOLHOUSE_SMTP_URL: 'smtp://mail' } })).toEqual([
      'POOLHOUSE_SMTP_URL: needs mail-from, the sender of e-mails',
    ]);
  });

  test('dev on an address that others reach', () => {
    expect(problemsOf({ mode: 'dev', flags: { host: '0.0.0.0' } })).toEqual([
      '--host: dev listens on loopback addresses only, because it takes any access key; use `serve` for 0.0.0.0',
    ]);
  });

  test('secrets on the command line, which other users of the machine can read', () => {
    expect(problemsOf({ flags: { 'master-key': 'x'.repeat(40) } })).toEqual([
      '--master-key: is a secret: give it as POOLHOUSE_MASTER_KEY or in the configuration file',
    ]);
  });

  test('files that are missing, no mapping, broken, or full of aliases', () => {
    expect(problemsOf({ flags: { config: 'gone.yaml' } })[0]).toContain('the configuration file does not exist');
    expect(problemsOf({ flags: { config: file('- a\n- b\n') } })[0]).toContain('must be a YAML mapping of options');
    expect(problemsOf({ flags: { config: file('port: [1\n') } })).toHaveLength(1);
    expect(problemsOf({ flags: { config: file('a: &a [1]\nb: [*a,*a]\n') } })[0]).toMatch(/alias/i);
  });

  test('no message repeats a secret', () => {
    const secret = 'hunter2-hunter2';
    const messages = problemsOf({
      env: {
        POOLHOUSE_DATABASE_URL: `mysql://root:${secret}@db/x`,
        POOLHOUSE_SMTP_URL: `http://${secret}`,
        POOLHOUSE_METRICS_TOKEN: `a ${secret}`,
        POOLHOUSE_MASTER_KEY: secret,
      },
    });
    expect(messages).toHaveLength(4);
    expect(messages.join('\n')).not.toContain('hunter2');
  });
});

test('values come from flags, environment and YAML in their own ways', () => {
  const loaded = load({
    flags: { mailbox: true, 'trusted-proxy': '10.0.0.1, 10.1.0.0/16' },
    env: { POOLHOUSE_RATE_LIMIT_OVERRIDES: 'UserRead=5,UserList=2.5', POOLHOUSE_DEMO: 'yes' },
  });
  expect(loaded.trustedProxy).toEqual(['10.0.0.1', '10.1.0.0/16']);
  expect(loaded.rateLimitOverrides).toEqual({ UserRead: 5, UserList: 2.5 });
  expect(loaded).toMatchObject({ mailbox: true, demo: true });
  const fromFile = load({
    flags: { config: file('trusted-proxy: [::1]\nrate-limit-overrides: { UserRead: 7 }\ndemo: on\n') },
  });
  expect(fromFile).toMatchObject({ trustedProxy: ['::1'], rateLimitOverrides: { UserRead: 7 }, demo: true });
});

test('the public URL and the issuer follow from each other and the port really taken', () => {
  expect(urlsOf(load(), 81)).toEqual({ publicUrl: 'http://localhost:81', issuerBase: 'http://localhost:81' });
  const tls = load({ flags: { 'tls-cert-file': 'a', 'tls-key-file': 'b' } });
  expect(urlsOf(tls, 82).publicUrl).toBe('https://localhost:82');
  const named = load({
    flags: { 'public-url': 'https://id.example.org/auth/', 'issuer-url': 'https://issuer.example.org' },
  });
  expect(urlsOf(named, 1)).toEqual({
    publicUrl: 'https://id.example.org/auth',
    issuerBase: 'https://issuer.example.org',
  });
});

describe('poolhouse config', () => {
  test('shows each option with its source and no secret', () => {
    const shown = showConfig(
      load({
        env: {
          POOLHOUSE_DATABASE_URL: 'postgres://ada:hunter2@db/pool?sslmode=require&password=hunter3',
          POOLHOUSE_SMTP_URL: 'smtps://u:hunter4@mail.example.org',
          POOLHOUSE_MAIL_FROM: 'Pool <no-reply@example.org>',
          POOLHOUSE_MASTER_KEY: 'hunter5hunter5hunter5hunter5hunter5hunter5',
        },
      }),
    );
    expect(shown).not.toMatch(/hunter/);
    expect(shown).toMatch(
      /^database-url: .*postgres:\/\/ada:\*{8}@db\/pool\?sslmode=require&password=\*{8}.* # POOLHOUSE_DATABASE_URL$/m,
    );
    expect(shown).toMatch(/^master-key: "\*{8}" +# POOLHOUSE_MASTER_KEY$/m);
    for (const key of OPTION_KEYS) expect(shown).toMatch(new RegExp(`^(# )?${kebab(key)}:`, 'm'));
  });

  test('what it shows is a configuration file', () => {
    const flags = { port: '1234', 'trusted-proxy': '::1,10.0.0.0/8', 'rate-limit-overrides': 'UserRead=5', host: '*' };
    const original = load({ flags });
    const { sources: _, ...values } = load({ flags: { config: file(showConfig(original)) } });
    expect(original).toMatchObject(values);
  });
});

describe('what is made from the table of options', () => {
  test('docs/configuration.md is current (npm run docs)', () => {
    expect(readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')).toBe(configurationDoc());
  });

  test('the help names every option', () => {
    const help = helpText();
    for (const key of OPTION_KEYS) expect(help.includes(kebab(key)) || help.includes(envName(key)), key).toBe(true);
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  test('the rate categories are those that operations have', () => {
    expect([...RATE_CATEGORIES].sort()).toEqual(Object.keys(rateQuotas).sort());
  });
});
