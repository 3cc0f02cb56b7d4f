import { expect, test } from 'vitest';
import { createLog, withoutUrlSecrets } from '../../src/adapters/log.ts';

const capture = async (format: 'json' | 'pretty' = 'json') => {
  const lines: string[] = [];
  const log = await createLog({ level: 'debug', format, destination: { write: (line) => void lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
};

test('a line says when, how bad, what, and for which request', async () => {
  const { log, last } = await capture();
  log.child({ requestId: 'r1' }).warn({ operation: 'SignUp' }, 'slow');
  expect(last()).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    requestId: 'r1',
    operation: 'SignUp',
    msg: 'slow',
  });
});

test('secrets that slip in under a telling name are masked, at every depth and in child fields', async () => {
  const { log, lines } = await capture();
  const secrets = {
    password: 'hunter2',
    Password: 'hunter2',
    newPassword: 'hunter2',
    code: 424242,
    ConfirmationCode: 'hunter2',
    userCode: 'hunter2',
    session: 'hunter2',
    accessToken: 'hunter2',
    AWS_SECRET_ACCESS_KEY: 'hunter2',
    clientSecret: 'hunter2',
    Authorization: 'hunter2',
    cookie: ['hunter2'],
    SECRET_HASH: 'hunter2',
    SRP_A: 'hunter2',
    verifier: Buffer.from('hunter2'),
    body: { text: 'hunter2' },
  };
  log.info(secrets, 'flat');
  log.info({ a: { b: [{ c: secrets }] } }, 'deep');
  log.child(secrets).info({}, 'child');
  log.info({ raw: Buffer.from('hunter2') }, 'bytes');
  expect(lines).toHaveLength(4);
  expect(lines.join('')).not.toMatch(/hunter2|424242|aHVudGVy/);
});

test('error codes, counts and flags stay readable', async () => {
  const { log, last } = await capture();
  log.info({ code: 'ECONNRESET', tokens: 3, hasSecret: true, errorCode: 'CodeMismatchException' }, 'x');
  expect(last()).toMatchObject({ code: 'ECONNRESET', tokens: 3, hasSecret: true, errorCode: 'CodeMismatchException' });
});

test('of an error only what explains it is kept: drivers hang statements and parameters on theirs', async () => {
  const { log, last, lines } = await capture();
  const cause = Object.assign(new Error('connect postgres://ada:hunter2@db/pool'), { parameters: ['hunter2'] });
  const error = Object.assign(new Error('commit failed', { cause }), {
    code: '40001',
    detail: 'Key (email)=(hunter2)',
  });
  log.error({ err: error }, 'request failed');
  expect(last()['err']).toMatchObject({
    type: 'Error',
    message: 'commit failed',
    errorCode: '40001',
    stack: expect.any(String),
  });
  expect(lines.join('')).not.toContain('hunter2');
});

test('circles and endless depth end', async () => {
  const { log, lines } = await capture();
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  log.info(circle, 'round');
  expect(lines).toHaveLength(1);
});

test('passwords in URLs are masked wherever they stand in a text', () => {
  expect(withoutUrlSecrets('a postgres://u:p@ss/x b smtp://v:q@h c')).not.toMatch(/:p@|:q@/);
  expect(withoutUrlSecrets('http://localhost:7665/a@b')).toBe('http://localhost:7665/a@b');
});

test('least level', async () => {
  const lines: string[] = [];
  const log = await createLog({
    level: 'warn',
    format: 'json',
    destination: { write: (line) => void lines.push(line) },
  });
  log.info({}, 'no');
  log.error({}, 'yes');
  expect(lines).toHaveLength(1);
});
