import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { arnOf, FIXTURES, failureOf, folderWith, type Running, runFunctions } from './support.ts';

interface Context {
  readonly remaining: number;
  readonly awsRequestId: string;
}

let functions: Running;
beforeAll(() => {
  functions = runFunctions(FIXTURES);
});
afterAll(() => functions.close());

describe('every form of a handler', () => {
  test.each([
    ['async-esm', { form: 'async', name: 'async-esm', remaining: expect.any(Number) }],
    ['callback-cjs', { form: 'callback' }],
    ['context-form', { form: 'context' }],
  ])('%s answers', async (name, response) => {
    const event = { version: '1', request: { a: [1, 'ä'] } };
    expect(await functions.call(name, event)).toEqual({ ...event, response });
  });

  test('context.done succeeds, or fails with its first argument', async () => {
    expect(await functions.call('context-done')).toEqual({ form: 'done' });
    const failure = await failureOf(functions.call('context-done', { fail: true }));
    expect(failure).toEqual({ kind: 'error', errorType: 'TypeError', errorMessage: 'not this one' });
  });

  test('the context is Lambda’s', async () => {
    const [one, other] = (await Promise.all([1, 2].map(() => functions.call('context', {}, 3_000)))) as Context[];
    expect(one).toEqual({
      functionName: 'context',
      functionVersion: '$LATEST',
      invokedFunctionArn: arnOf('context'),
      memoryLimitInMB: '256',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      logGroupName: '/aws/lambda/context',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      callbackWaitsForEmptyEventLoop: true,
      remaining: expect.any(Number),
      functions: ['getRemainingTimeInMillis', 'succeed', 'fail', 'done'],
    });
    expect(one?.remaining).toBeGreaterThan(0);
    expect(one?.remaining).toBeLessThanOrEqual(3_000);
    expect(one?.awsRequestId).not.toBe(other?.awsRequestId);
  });

  test('TypeScript runs as it is', async () => {
    expect(await functions.call('typed', { request: { value: 21 } })).toEqual({ doubled: 42 });
  });

  test('a folder has an index file and helpers', async () => {
    expect(await functions.call('folder-form')).toEqual({ form: 'folder' });
  });

  test('a handler string names file and export, packages come from the function’s own folder', async () => {
    const folder = folderWith({
      'lib/app.js':
        "const { greet } = require('greeting'); exports.triggers = { preSignUp: async (event) => [greet(event.userName), process.env.SETTING] };",
      'node_modules/greeting/package.json': '{ "name": "greeting", "main": "main.js" }',
      'node_modules/greeting/main.js': 'exports.greet = (name) => "Hello, " + name;',
    });
    const own = runFunctions({
      'sign-*': { folder: folder.path, handler: 'lib/app.triggers.preSignUp', environment: { SETTING: 'on' } },
    });
    expect(await own.call('sign-up', { userName: 'ada' })).toEqual(['Hello, ada', 'on']);
    await own.close();
    folder.remove();
  });

  test('the first pattern that fits decides, by name or by ARN', async () => {
    const own = runFunctions({
      'arn:aws:lambda:eu-*:*:function:typed': { module: `${FIXTURES}/context-done.cjs` },
      'async-*': { module: `${FIXTURES}/async-esm.mjs` },
      '*': { directory: FIXTURES },
    });
    expect(await own.call('typed')).toEqual({ form: 'done' });
    expect(await own.call('async-anything')).toMatchObject({ response: { name: 'async-anything' } });
    expect(await own.call('folder-form')).toEqual({ form: 'folder' });
    const qualified = { arn: `${arnOf('typed')}:live`, event: {}, timeoutMs: 5_000, trigger: 'PreSignUp' };
    expect(await own.invoke(qualified)).toEqual({ form: 'done' });
    await own.close();
  });
});

describe('the callback', () => {
  test('carries an error', async () => {
    const failure = await failureOf(functions.call('callbacks', { how: 'error' }));
    expect(failure).toEqual({ kind: 'error', errorType: 'Error', errorMessage: 'called back' });
    const text = await failureOf(functions.call('callbacks', { how: 'text' }));
    expect(text).toEqual({ kind: 'error', errorType: 'string', errorMessage: 'called back' });
  });

  test('answers when the event loop is empty, unless the context says not to wait', async () => {
    expect(await functions.call('callbacks', { how: 'waits' })).toEqual({ how: 'waits', late: true });
    expect(await functions.call('callbacks', { how: 'waits not' })).toEqual({ how: 'waits not' });
  });

  test('counts once, and its absence is null', async () => {
    expect(await functions.call('callbacks', { how: 'twice' })).toBe('first');
    expect(await functions.call('callbacks', { how: 'never' })).toBe(null);
    expect(await functions.call('callbacks', { how: 'never' })).toBe(null);
  });
});

describe('failures', () => {
  const failing = (how: string, timeoutMs?: number) => failureOf(functions.call('failing', { how }, timeoutMs));
  afterEach(async () => {
    expect(await functions.call('failing', { how: 'well' })).toEqual({ how: 'well' });
  });

  test('of the handler keep their name and message', async () => {
    expect(await failing('throw')).toEqual({
      kind: 'error',
      errorType: 'PasswordIsOld',
      errorMessage: 'Please choose another one',
    });
    expect(await failing('text')).toEqual({ kind: 'error', errorType: 'string', errorMessage: 'just words' });
  });

  test('answers that are no JSON, too large, or absent', async () => {
    expect(await failing('circular')).toMatchObject({ kind: 'error', errorType: 'Runtime.MarshalError' });
    expect(await failing('large')).toMatchObject({ kind: 'error', errorType: 'Function.ResponseSizeTooLarge' });
    expect(await functions.call('failing', { how: 'nothing' })).toBe(null);
  });

  test('the end of the process', async () => {
    expect(await failing('exit')).toEqual({
      kind: 'error',
      errorType: 'Runtime.ExitError',
      errorMessage: 'Error: Runtime exited with error: exit status 7',
    });
  });

  test('errors that nobody catches', async () => {
    expect(await failing('uncaught')).toMatchObject({ errorType: 'RangeError', errorMessage: 'out of nowhere' });
    expect(await failing('rejected')).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'RangeError: nobody listens',
    });
  });

  test('no answer in time: the process is killed, even in an endless loop', async () => {
    for (const how of ['hang', 'loop']) {
      await functions.call('failing', { how: 'well' });
      const began = performance.now();
      expect(await failing(how, 400)).toMatchObject({
        kind: 'timeout',
        errorMessage: expect.stringMatching(/^Task timed out after 0\.[34]\d seconds$/),
      });
      expect(performance.now() - began).toBeLessThan(1_500);
    }
  });

  test('too much memory, in the heap or beside it', async () => {
    const small = runFunctions({ failing: { module: `${FIXTURES}/failing.mjs`, memory: 128, timeout: 20 } });
    for (const how of ['heap', 'buffers']) {
      const failure = await failureOf(small.call('failing', { how }, 20_000));
      expect(failure).toMatchObject({
        kind: 'error',
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(/signal: (killed|aborted)$/),
      });
      expect(await small.call('failing', { how: 'well' })).toEqual({ how: 'well' });
    }
    await small.close();
  });

  test('a function’s own time limit is the shorter one', async () => {
    const own = runFunctions({ failing: { module: `${FIXTURES}/failing.mjs`, timeout: 0.2 } });
    expect(await failureOf(own.call('failing', { how: 'hang' }))).toEqual({
      kind: 'timeout',
      errorType: 'Sandbox.Timedout',
      errorMessage: 'Task timed out after 0.20 seconds',
    });
    await own.close();
  });
});

describe('a module that does not start', () => {
  test.each([
    ['syntax', 'export const handler = async () => { throw', 'Runtime.UserCodeSyntaxError'],
    ['import', "import 'no-such-package'; export const handler = async () => 1;", 'Runtime.ImportModuleError'],
    ['no-handler', 'export const other = 1;', 'Runtime.HandlerNotFound'],
    ['start', "throw new TypeError('cannot start');", 'TypeError'],
  ])('%s', async (name, code, errorType) => {
    const folder = folderWith({ [`${name}.mjs`]: code });
    const own = runFunctions(folder.path);
    expect(await failureOf(own.call(name))).toMatchObject({ kind: 'error', errorType });
    expect(await failureOf(own.call(name))).toMatchObject({ kind: 'error', errorType });
    await own.close();
    folder.remove();
  });
});

test('a function without a place is refused, and the log says why', async () => {
  const missing = { kind: 'unavailable', errorType: 'ResourceNotFoundException', errorMessage: undefined };
  expect(await failureOf(functions.call('not-there'))).toEqual(missing);
  expect(functions.lines.at(-1)).toMatchObject({
    level: 'error',
    fields: { place: FIXTURES, arn: arnOf('not-there') },
  });
  const none = runFunctions({});
  expect(await failureOf(none.call('async-esm'))).toEqual(missing);
  expect(none.lines).toEqual([
    {
      level: 'error',
      fields: { arn: arnOf('async-esm'), trigger: 'PreSignUp' },
      message: 'no place for this function: name it under `functions`',
    },
  ]);
  for (const arn of ['arn:aws:lambda:eu-central-1:123456789012:function:../../etc/passwd', 'async-esm', '']) {
    const call = functions.invoke({ arn, event: {}, timeoutMs: 1_000, trigger: 'PreSignUp' });
    expect(await failureOf(call)).toEqual(missing);
  }
});

describe('many calls at once', () => {
  test('each process has one call at a time, answers reach their callers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, number) => functions.call('busy', { number }) as Promise<Record<string, number>>),
    );
    expect(answers.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(answers.every(({ number, current }) => number === current)).toBe(true);
    const processes = new Set(answers.map(({ pid }) => pid)).size;
    expect(processes).toBeGreaterThan(1);
    expect(processes).toBeLessThanOrEqual(4);
  });

  test('more calls a process, where the operator says so', async () => {
    const own = runFunctions({
      busy: { module: `${FIXTURES}/busy.mjs`, instances: 1, 'calls-per-instance': 100 },
    });
    const answers = (await Promise.all(
      Array.from({ length: 40 }, (_, number) => own.call('busy', { number })),
    )) as Record<string, number>[];
    expect(new Set(answers.map(({ pid }) => pid)).size).toBe(1);
    expect(answers.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    await own.close();
  });

  test('a call that waits too long for its turn runs out of time', async () => {
    const own = runFunctions({ busy: { module: `${FIXTURES}/busy.mjs`, instances: 1 } });
    await own.call('busy', { number: 0 });
    const calls = Array.from({ length: 30 }, (_, number) => own.call('busy', { number }, 200));
    const outcomes = await Promise.allSettled(calls);
    const served = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(served).toBeGreaterThan(0);
    expect(served).toBeLessThan(30);
    expect(outcomes.at(-1)).toMatchObject({ reason: { kind: 'timeout' } });
    await own.close();
  });
});

test('what a function prints stands in the log under its name', async () => {
  await functions.call('talking', { words: 'this' });
  await expect
    .poll(() => functions.lines.filter(({ message }) => message.endsWith('this')))
    .toEqual([
      { level: 'info', fields: { function: 'talking' }, message: 'said this' },
      { level: 'warn', fields: { function: 'talking' }, message: 'complained about this' },
    ]);
});

test('the log says which permission was missing', async () => {
  const folder = folderWith({ 'own/index.js': 'exports.x = 1;' });
  const code = `const { x } = require('${folder.path}/own'); exports.handler = async () => x;`;
  const functionFolder = folderWith({ 'linked.cjs': code });
  const own = runFunctions(functionFolder.path);
  expect(await failureOf(own.call('linked'))).toMatchObject({ kind: 'error', errorType: 'Error' });
  const hint = `(FileSystemRead ${folder.path}/own`;
  expect(own.lines.some(({ message }) => message.includes(hint) && message.includes('name it under read'))).toBe(true);
  const allowed = runFunctions({ linked: { directory: functionFolder.path, read: [folder.path] } });
  expect(await allowed.call('linked')).toBe(1);
  await Promise.all([own.close(), allowed.close()]);
  folder.remove();
  functionFolder.remove();
});

test('a flood of lines is cut, a long line too', async () => {
  const own = runFunctions({ talking: { module: `${FIXTURES}/talking.mjs`, timeout: 20 } });
  expect(await own.call('talking', { how: 'flood' }, 20_000)).toBe('flood');
  await expect.poll(() => own.lines.at(-1)?.message).toMatch(/not shown$|^line 499$/);
  expect(own.lines.length).toBeLessThan(5_000);
  await wait(1_100);
  await own.call('talking', { how: 'long' });
  await expect.poll(() => own.lines.at(-1)?.message).toBe(`${'x'.repeat(8_192)}…`);
  await own.close();
});

test('a function that meddles with the channel fails alone', async () => {
  for (const how of ['out of turn', 'nothing at all']) {
    const own = runFunctions(FIXTURES);
    expect(await failureOf(own.call('talking', { how }))).toMatchObject({ kind: 'invalid-answer' });
    await own.close();
  }
});

test('changed files start it anew in `dev`, and only there', async () => {
  const folder = folderWith({
    'f/index.mjs': "import { n } from './n.mjs'; export const handler = async () => n;",
    'f/n.mjs': 'export const n = 1;',
  });
  const dev = runFunctions(folder.path, { reload: true });
  const serve = runFunctions(folder.path);
  expect([await dev.call('f'), await serve.call('f')]).toEqual([1, 1]);
  await wait(5);
  const { writeFileSync } = await import('node:fs');
  writeFileSync(`${folder.path}/f/n.mjs`, 'export const n = 2;');
  expect([await dev.call('f'), await serve.call('f')]).toEqual([2, 1]);
  expect(dev.lines.map(({ message }) => message)).toContain('the function’s files have changed: it starts anew');
  await Promise.all([dev.close(), serve.close()]);
  folder.remove();
});

test('a warm call costs less than a millisecond beyond the handler', async () => {
  const event = { request: { userAttributes: { email: 'ada@example.com' }, value: 1 } };
  for (let i = 0; i < 200; i += 1) await functions.call('typed', event);
  const times: number[] = [];
  for (let i = 0; i < 500; i += 1) {
    const began = performance.now();
    await functions.call('typed', event);
    times.push(performance.now() - began);
  }
  times.sort((one, other) => one - other);
  expect(times[250]).toBeLessThan(1);
});
