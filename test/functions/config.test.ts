import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { functionRoutes } from '../../src/config/functions.ts';
import { checkServeSafety } from '../../src/config/safety.ts';
import { showConfig } from '../../src/config/show.ts';
import { ConfigError, loadConfig } from '../../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'poolhouse-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILE = `
data-dir: /var/lib/poolhouse
functions:
  pre-sign-up:
    module: ./triggers/pre-sign-up.mjs
    environment: { TABLE: users, LIMIT: 5 }
    memory: 512
    timeout: 2.5
  'arn:aws:lambda:*:*:function:legacy-*':
    lambda: https://lambda.eu-west-1.amazonaws.com
    access-key-id: AKIDEXAMPLE
    secret-access-key: the-secret-key
  hook: { webhook: 'https://hooks.internal/t?key=in-the-query', secret: a-secret-of-some-length }
  '*': { directory: functions, read: [./shared] }
`;

const load = (text: string, flags: Record<string, string> = {}) => {
  writeFileSync(join(folder, 'poolhouse.yaml'), text);
  return loadConfig({ mode: 'serve', cwd: folder, flags });
};

const problemsOf = (text: string, flags?: Record<string, string>): string => {
  try {
    load(text, flags);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((each) => each.message).join('; ');
    throw error;
  }
  return '';
};

test('targets by pattern, in order; paths start at the file', () => {
  const { functions } = load(FILE);
  expect(functions.map(({ pattern }) => pattern)).toEqual([
    'pre-sign-up',
    'arn:aws:lambda:*:*:function:legacy-*',
    'hook',
    '*',
  ]);
  expect(functions[0]?.target).toEqual({
    kind: 'module',
    module: join(folder, 'triggers/pre-sign-up.mjs'),
    handler: 'handler',
    environment: { TABLE: 'users', LIMIT: '5' },
    memory: 512,
    timeout: 2.5,
    instances: 4,
    callsPerInstance: 1,
    allow: [],
    read: [],
    write: [],
  });
  expect(functions[3]?.target).toMatchObject({
    kind: 'directory',
    directory: join(folder, 'functions'),
    memory: 256,
    timeout: 5,
    read: [join(folder, 'shared')],
  });
});

test('a folder alone serves every name', () => {
  const [route] = functionRoutes().parse('./functions');
  expect(route).toMatchObject({ pattern: '*', target: { kind: 'directory', directory: './functions' } });
  expect(load('', { functions: '/srv/functions', 'data-dir': '/data' }).functions[0]?.target).toMatchObject({
    directory: '/srv/functions',
  });
});

test('`poolhouse config` shows where functions run, and no secret', () => {
  const shown = showConfig(load(FILE));
  expect(shown).toContain('"hook": {webhook: https://hooks.internal/…}');
  expect(shown).toContain('{lambda: https://lambda.eu-west-1.amazonaws.com}');
  for (const secret of ['the-secret-key', 'a-secret-of-some-length', 'in-the-query', 'users']) {
    expect(shown).not.toContain(secret);
  }
});

test.each([
  ['functions: 7', 'must be a folder, or a mapping from names to targets'],
  ['functions: { a: ./x }', 'a must be a mapping with module, folder, directory, lambda or webhook'],
  ['functions: { "a b": { module: x } }', 'a b is no function name, ARN or pattern of one'],
  ['functions: { a: {} }', 'a: needs exactly one of module, folder, directory, lambda and webhook'],
  ['functions: { a: { module: x, lambda: "https://y" } }', 'a: needs exactly one of'],
  ['functions: { a: { module: x, memroy: 5 } }', 'a: unknown key memroy'],
  ['functions: { a: { module: x, memory: 1 } }', 'a: memory must be a whole number from 64 to 10240'],
  ['functions: { a: { module: x, allow: [everything] } }', 'a: allow must be one of addons'],
  ['functions: { a: { module: x, environment: { _HANDLER: y } } }', 'a: environment: _HANDLER is set by the runtime'],
  ['functions: { a: { module: x, environment: { X: [1] } } }', 'a: environment: values must be text'],
  ['functions: { a: { lambda: "ftp://example.org" } }', 'a: lambda must be a URL that starts with https:// or http://'],
  ['functions: { a: { lambda: "https://x", access-key-id: k } }', 'go together'],
  ['functions: { a: { webhook: "https://x" } }', 'a: secret: is needed to sign the requests'],
  ['functions: { a: { webhook: "https://x", secret: short } }', 'a: secret must be at least 16 characters'],
  ['functions: .', 'contains data-dir, which functions must not read'],
  ['functions: { a: { module: ./f.js } }', 'contains data-dir'],
  ['data-dir: /data\nmaster-key-file: ./f/k\nfunctions: ./f', 'contains master-key-file'],
])('refuses %s', (text, message) => {
  expect(problemsOf(text)).toContain(message);
});

test('`serve` sends events nowhere in clear but to this machine', () => {
  const secret = 'a-secret-of-some-length';
  const refusals = (functions: object, more = '') =>
    checkServeSafety(load(`functions: ${JSON.stringify(functions)}\n${more}`), { masterKeyFileExists: true })
      .filter(({ at }) => ['functions', 'lambda-endpoint', 'kms-endpoint'].includes(at))
      .map(({ at, message }) => `${at}: ${message}`);
  const clear = 'functions: addresses must be https: events carry passwords and codes';
  expect(refusals({ a: { webhook: 'http://hooks.internal/', secret } })).toEqual([clear]);
  expect(refusals({ a: { lambda: 'http://emulator:4566' } })).toEqual([clear]);
  expect(refusals({}, 'lambda-endpoint: http://emulator:4566\nkms-endpoint: http://emulator:4566')).toEqual([
    'lambda-endpoint: must be https: events carry passwords and codes',
    'kms-endpoint: must be https: it sends keys',
  ]);
  expect(refusals({ a: { webhook: 'http://127.0.0.1:9/x', secret }, b: { lambda: 'http://[::1]:9' } })).toEqual([]);
  expect(refusals({ a: { webhook: 'https://hooks.internal/', secret } }, 'kms-endpoint: https://kms.internal')).toEqual(
    [],
  );
});
