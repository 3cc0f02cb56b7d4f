/** What is recorded, and `poolhouse trigger` as a process. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openContent } from '../../src/core/functions/invocation.ts';
import { createRecorder } from '../../src/core/functions/recorder.ts';
import { FunctionFailed } from '../../src/core/ports.ts';
import { answering, freePort, run, runToEnd } from '../shell/support/process.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { arnOf, folderWith } from './support.ts';

describe('the recorder', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  const event = (poolId: string) => ({ userPoolId: poolId, triggerSource: 'PreSignUp_SignUp', userName: 'ada-7' });
  const call = (poolId: string) => ({ arn: arnOf('f'), event: event(poolId), timeoutMs: 1_000, trigger: 'PreSignUp' });

  test('keeps event and answer, sealed', async () => {
    const recorder = createRecorder(app.core, { invoke: async () => ({ ok: 1 }) });
    expect(await recorder.invoke(call('us-east-1_one'))).toEqual({ ok: 1 });
    await recorder.settled();
    const [kept, ...others] = await app.core.store.invocations.list('us-east-1_one', 10);
    expect(others).toEqual([]);
    expect(kept).toMatchObject({
      functionArn: arnOf('f'),
      trigger: 'PreSignUp',
      source: 'PreSignUp_SignUp',
      outcome: 'answered',
    });
    expect(JSON.stringify(kept)).not.toContain('ada-7');
    expect(openContent(app.core.sealer, kept!)).toEqual({ event: event('us-east-1_one'), answer: { ok: 1 } });
    expect(await app.core.store.invocations.byId(kept!.id)).toEqual(kept);
  });

  test('keeps failures, and passes them on', async () => {
    const failed = new FunctionFailed('error', { errorType: 'TypeError', errorMessage: 'no' });
    const recorder = createRecorder(app.core, { invoke: () => Promise.reject(failed) });
    await expect(recorder.invoke(call('us-east-1_two'))).rejects.toBe(failed);
    await recorder.settled();
    const [kept] = await app.core.store.invocations.list('us-east-1_two', 10);
    expect(kept?.outcome).toBe('error');
    expect(openContent(app.core.sealer, kept!)).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' });
  });

  test('keeps no password, wherever it stands', async () => {
    const given = { ...event('us-east-1_six'), request: { password: 'Correct-horse-1', validationData: null } };
    const recorder = createRecorder(app.core, { invoke: async ({ event }) => event });
    expect(await recorder.invoke({ ...call('us-east-1_six'), event: given })).toEqual(given);
    await recorder.settled();
    const [kept] = await app.core.store.invocations.list('us-east-1_six', 10);
    const hidden = { ...given, request: { password: '[hidden]', validationData: null } };
    expect(openContent(app.core.sealer, kept!)).toEqual({ event: hidden, answer: hidden });
  });

  test('a store that fails disturbs no call', async () => {
    const store = { ...app.core.store, commit: () => Promise.reject(new Error('disk full')) };
    const recorder = createRecorder({ ...app.core, store }, { invoke: async () => 1 });
    expect(await recorder.invoke(call('us-east-1_three'))).toBe(1);
    await recorder.settled();
  });

  test('holds at most a thousand calls of a pool, for a week', async () => {
    const recorder = createRecorder(app.core, { invoke: async () => 1 });
    for (let i = 0; i < 1_150; i += 1) {
      await recorder.invoke(call('us-east-1_four'));
      if (i % 50 === 0) await recorder.settled();
    }
    await recorder.settled();
    const kept = await app.core.store.invocations.list('us-east-1_four', 2_000);
    expect(kept.length).toBeGreaterThanOrEqual(1_000);
    expect(kept.length).toBeLessThanOrEqual(1_100);
    const week = 7 * 24 * 3_600_000;
    while ((await app.core.store.sweep(app.core.clock.now() + week, 2_000)) > 0);
    expect(await app.core.store.invocations.list('us-east-1_four', 10)).toEqual([]);
  });
});

describe('poolhouse trigger', () => {
  const folder = folderWith({
    'pre-sign-up.mjs':
      'export const handler = async (event) => { console.log("called"); event.response.autoConfirmUser = true; return event; };',
  });
  const cwd = mkdtempSync(join(tmpdir(), 'poolhouse-cli-'));
  afterAll(() => {
    folder.remove();
    rmSync(cwd, { recursive: true, force: true });
  });
  const options = ['--functions', folder.path];

  const signUp = async (url: string, username: string) => {
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    const cognito = new CognitoIdentityProviderClient({ endpoint: url, region: 'us-east-1', credentials });
    const LambdaConfig = { PreSignUp: 'arn:aws:lambda:us-east-1:000000000000:function:pre-sign-up' };
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'p', LambdaConfig }));
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({ UserPoolId: UserPool?.Id, ClientName: 'c' }),
    );
    const signedUp = await cognito.send(
      new SignUpCommand({ ClientId: UserPoolClient?.ClientId, Username: username, Password: 'Correct-horse-1' }),
    );
    cognito.destroy();
    return { poolId: UserPool?.Id as string, confirmed: signedUp.UserConfirmed };
  };

  test('lists what a server recorded, and runs it again', async () => {
    const port = await freePort();
    const server = run(['dev', '--port', String(port), ...options], { cwd });
    await answering(server, `http://localhost:${port}/health/ready`);
    const { poolId, confirmed } = await signUp(`http://localhost:${port}`, 'ada-7');
    expect(confirmed).toBe(true);
    expect(server.output()).toContain('called');
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);

    const { code, output } = await runToEnd(['trigger', 'list', ...options], { cwd });
    expect(code).toBe(0);
    expect(output).toMatch(
      new RegExp(
        `^[0-9a-f-]+  2\\S+Z  answered +\\d+ ms  PreSignUp_SignUp  ${poolId}  arn:aws:lambda:\\S+:pre-sign-up\n$`,
      ),
    );
    expect((await runToEnd(['trigger', 'list', 'us-east-1_other'], { cwd })).output).toMatch(/^No call of a function/);

    const id = output.split(' ', 1)[0] as string;
    const quiet = [...options, '--log-level', 'error'];
    const again = await runToEnd(['trigger', 'replay', id, ...quiet], { cwd });
    expect(again.code).toBe(0);
    expect(JSON.parse(again.output)).toMatchObject({
      triggerSource: 'PreSignUp_SignUp',
      userPoolId: poolId,
      userName: 'ada-7',
      response: { autoConfirmUser: true },
    });

    writeFileSync(
      join(folder.path, 'pre-sign-up.mjs'),
      'export const handler = async () => { throw new TypeError("no"); };',
    );
    const failing = await runToEnd(['trigger', 'replay', id, ...quiet], { cwd });
    expect(failing).toEqual({ code: 1, output: 'The function failed (error): TypeError: no\n' });
    const nowhere = await runToEnd(['trigger', 'replay', id, '--log-level', 'silent'], { cwd });
    expect(nowhere).toEqual({ code: 1, output: 'The function failed (unavailable): ResourceNotFoundException\n' });
  });

  test('says what is missing', async () => {
    expect(await runToEnd(['trigger', 'replay'], { cwd })).toEqual({
      code: 2,
      output: 'Which call? poolhouse trigger replay <id>\n',
    });
    const unknown = await runToEnd(['trigger', 'replay', 'nonsense'], { cwd });
    expect(unknown).toEqual({
      code: 2,
      output: 'No recorded call has the id nonsense: see `poolhouse trigger list`.\n',
    });
  });
});
