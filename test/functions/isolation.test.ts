/** What a local function can reach of the server that runs it. */
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FIXTURES, failureOf, folderWith, type Running, runFunctions } from './support.ts';

interface Attempt {
  readonly got?: unknown;
  readonly refused?: string;
}

interface Findings {
  readonly environment: Record<string, string>;
  readonly files: Attempt[];
  readonly openDescriptors: number;
  readonly send: string;
  readonly [attempt: string]: unknown;
}

const DENIED = { refused: 'ERR_ACCESS_DENIED' };
let functions: Running;
const secrets = folderWith({ 'master.key': 'the master key', 'poolhouse.sqlite': 'rows' });

beforeAll(() => {
  process.env['POOLHOUSE_MASTER_KEY'] = 'in the server’s environment';
  functions = runFunctions({ spy: { module: `${FIXTURES}/spy.mjs`, environment: { SETTING: 'mine', NUMBER: 7 } } });
});
afterAll(async () => {
  delete process.env['POOLHOUSE_MASTER_KEY'];
  await functions.close();
  secrets.remove();
});

const spy = (running: Running, files: string[] = []) =>
  running.call('spy', { files, parent: process.pid }) as Promise<Findings>;

test('its environment is what the operator gives, and what Lambda sets', async () => {
  const { environment } = await spy(functions);
  expect(environment).toMatchObject({
    SETTING: 'mine',
    NUMBER: '7',
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_LAMBDA_FUNCTION_NAME: 'spy',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/spy',
    LAMBDA_TASK_ROOT: FIXTURES,
    _HANDLER: 'spy.handler',
  });
  const own = Object.keys(environment).filter((name) => !/^(AWS_|LAMBDA_)/.test(name));
  expect(own.sort()).toEqual(['HOME', 'LANG', 'NUMBER', 'PATH', 'SETTING', 'TMPDIR', 'TZ', '_HANDLER']);
});

test('it reads no file but its own, not by another name either', async () => {
  const files = ['master.key', 'poolhouse.sqlite'].map((name) => join(secrets.path, name));
  const sneaky = [`${FIXTURES}/../../..${files[0]}`, `${FIXTURES}/../../../package.json/../README.md`, '/etc/passwd'];
  const { files: attempts } = await spy(functions, [...files, ...sneaky, join(FIXTURES, 'spy.mjs')]);
  expect(attempts.slice(0, -1).every(({ refused }) => refused !== undefined)).toBe(true);
  expect(attempts.slice(0, 2)).toEqual([DENIED, DENIED]);
  expect(attempts.at(-1)).toEqual({ got: readFileSync(join(FIXTURES, 'spy.mjs'), 'utf8').length });
});

test('it sees neither the server’s memory nor its descriptors', async () => {
  const open = openSync(join(secrets.path, 'master.key'), 'r');
  const own = runFunctions({ spy: { module: `${FIXTURES}/spy.mjs` } });
  const findings = await spy(own);
  await own.close();
  closeSync(open);
  for (const name of ['parentEnvironment', 'parentMemory', 'ownEnvironment', 'descriptors']) {
    expect(findings[name], name).toEqual(DENIED);
  }
  expect(findings.openDescriptors).toBe(0);
  expect(findings.send).toBe('undefined');
});

test('it writes to its scratch folder alone, and starts no programs', async () => {
  const findings = await spy(functions);
  expect(findings['write']).toEqual(DENIED);
  expect(existsSync(join(FIXTURES, 'written'))).toBe(false);
  expect(findings['scratch']).toEqual({});
  expect(findings['command']).toEqual(DENIED);
});

test('it opens no database', async () => {
  const file = join(secrets.path, 'poolhouse.sqlite');
  expect((await spy(functions, [file]))['database']).toEqual({ refused: 'ERR_UNKNOWN_BUILTIN_MODULE' });
  const own = runFunctions({ spy: { module: `${FIXTURES}/spy.mjs`, allow: ['sqlite'] } });
  expect((await spy(own, [file]))['database']).toEqual({ got: true });
  await own.close();
});

test('the operator can allow more', async () => {
  const own = runFunctions({
    spy: { module: `${FIXTURES}/spy.mjs`, allow: ['child-process'], read: [secrets.path], write: [secrets.path] },
  });
  const findings = await spy(own, [join(secrets.path, 'master.key')]);
  expect(findings.files).toEqual([{ got: 14 }]);
  expect(findings['command']).toEqual({ got: expect.any(Number) });
  await own.close();
});

test('its scratch folder goes with it', async () => {
  const own = runFunctions({ spy: { module: `${FIXTURES}/spy.mjs` } });
  const scratch = (await spy(own)).environment['TMPDIR'] as string;
  expect(existsSync(join(scratch, 'written'))).toBe(true);
  await own.close();
  expect(existsSync(scratch)).toBe(false);
});

test('no process stays behind', async () => {
  const own = runFunctions({ busy: { module: `${FIXTURES}/busy.mjs` } });
  const { pid } = (await own.call('busy', { number: 1 })) as { pid: number };
  expect(() => process.kill(pid, 0)).not.toThrow();
  await own.close();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(await failureOf(own.call('busy', { number: 2 }))).toMatchObject({ kind: 'unavailable' });
});
