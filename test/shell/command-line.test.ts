import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answering, cleanEnv, freePort, type Running, run, runToEnd } from './support/process.ts';

/** Where people who cloned the project run what they paste. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let cwd: string;
const started: Running[] = [];
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'poolhouse-cli-'));
});
afterEach(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.splice(0).map(({ ended }) => ended));
  rmSync(cwd, { recursive: true, force: true });
});

const start = (args: string[], env?: Record<string, string>, node?: string): Running => {
  const running = run(args, { cwd, env, node });
  started.push(running);
  return running;
};

const dev = async (...args: string[]) => {
  const port = await freePort();
  const running = start(['dev', '--port', String(port), ...args]);
  const url = `http://localhost:${port}`;
  await answering(running, `${url}/health/ready`);
  return { running, url, port };
};

describe('dev', () => {
  test('prints where everything is, and what it prints is true', async () => {
    const { running, url } = await dev();
    await expect.poll(() => running.output()).toContain('Try it');
    const shown = running.output();
    const pool = /User pool +(us-east-1_\w+)/.exec(shown)?.[1];
    const client = /App client +(\w+)/.exec(shown)?.[1];
    expect(shown).toContain(`Endpoint    ${url}`);
    expect(shown).toContain(`Mailbox     ${url}/mailbox`);
    expect(shown).toContain(`Login page  ${url}/demo`);
    expect(await (await fetch(`${url}/demo`)).text()).toContain(client);
    expect(shown).toContain(`HTTPS       https://localhost:${new URL(url).port}, by the authority ./data/local-ca.pem`);
    const trusting = { ...process.env, NODE_EXTRA_CA_CERTS: /NODE_EXTRA_CA_CERTS=(\S+)/.exec(shown)?.[1] };
    const secure = `console.log((await fetch('${url.replace('http:', 'https:')}/mocks')).status)`;
    const asked = execFileSync(process.execPath, ['--input-type=module', '-e', secure], { env: trusting });
    expect(asked.toString()).toBe('200\n');
    expect(shown).toContain(
      `AWS_SHARED_CREDENTIALS_FILE=./data/credentials aws cognito-idp list-users --user-pool-id ${pool}`,
    );
    expect(shown).toContain(`endpoint: '${url}'`);
    const pasted = /^ +(node --input-type=module -e ".*")$/m.exec(shown)?.[1] as string;
    const signedUp = execFileSync('bash', ['-c', pasted], { cwd: ROOT, encoding: 'utf8' });
    expect(signedUp).toMatch(/UserSub: '[0-9a-f-]{36}'/);
    expect(pasted).not.toContain('!'); // an interactive shell would put a line of its history there
    expect(shown).not.toMatch(/warning/i);
    const credentials = join(cwd, 'data/credentials');
    expect(statSync(credentials).mode & 0o777).toBe(0o600);
    expect(statSync(join(cwd, 'data/master.key')).mode & 0o777).toBe(0o600);
    expect(shown).not.toContain(/aws_secret_access_key *= *(\S+)/.exec(readFileSync(credentials, 'utf8'))?.[1]);
    const body = JSON.stringify({ ClientId: client, Username: 'ada-7@example.org', Password: 'Hunter-2-hunter' });
    const signUp = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp',
      },
      body,
    });
    expect(await signUp.json()).toMatchObject({ UserSub: expect.any(String) });
    expect((await fetch(`${url}/mailbox`)).status).toBe(200);
    expect(running.output()).not.toMatch(/ada-7|Hunter/);
  });

  test('the second start finds the first one’s pool', async () => {
    const first = await dev();
    await expect.poll(() => first.running.output()).toContain('App client');
    const pool = /us-east-1_\w+/.exec(first.running.output())?.[0];
    first.running.child.kill('SIGTERM');
    expect(await first.running.ended).toBe(0);
    const second = await dev();
    await expect.poll(() => second.running.output()).toContain(`User pool   ${pool}`);
  });

  test('ends with the `npm start` that began it', { timeout: 90_000 }, async () => {
    const port = await freePort();
    const env = { ...cleanEnv(), POOLHOUSE_PORT: String(port), POOLHOUSE_DATA_DIR: join(cwd, 'data') };
    const npm = spawn('npm', ['start'], { cwd: ROOT, env, stdio: 'ignore' });
    const answers = () =>
      fetch(`http://localhost:${port}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      );
    await expect.poll(answers, { timeout: 45_000 }).toBe(true);
    npm.kill('SIGTERM');
    await expect.poll(answers, { timeout: 30_000 }).toBe(false);
  });

  test('answers soon after it is started, and stays small', async () => {
    const first = await dev();
    first.running.child.kill('SIGTERM');
    await first.running.ended;
    const port = await freePort();
    const began = performance.now();
    const running = start(['dev', '--port', String(port)]);
    await answering(running, `http://localhost:${port}/health/live`);
    // One second is the aim on a quiet machine; tests of other files run beside this one.
    expect(performance.now() - began).toBeLessThan(5_000);
    if (process.platform !== 'linux') return;
    const resident = () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${running.child.pid}/status`, 'utf8'))?.[1]);
    await expect.poll(resident, { timeout: 15_000 }).toBeLessThan(120 * 1024);
  });
});

describe('failures say what to do', () => {
  test('a port in use', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as { port: number };
    const { code, output } = await runToEnd(['dev', '--port', String(port)], { cwd });
    const byNpm = { npm_lifecycle_event: 'start' };
    const { output: started } = await runToEnd(['dev', `--port=${port}`], { cwd, env: byNpm });
    blocker.close();
    expect(code).toBe(69);
    expect(output).toBe(`Port ${port} is in use. Stop what listens there, or choose another: --port 7665\n`);
    expect(started).toContain('choose another: npm start -- --port 7665\n');
    // What is left of `npm start --port 7666`.
    expect((await runToEnd(['dev', '7666'], { cwd, env: byNpm })).output).toContain('npm start -- --name=value');
  });

  test('a data directory that is a file', async () => {
    writeFileSync(join(cwd, 'data'), '');
    const { code, output } = await runToEnd(['dev', '--port', '0'], { cwd });
    expect(code).toBe(73);
    expect(output).toMatch(/^Cannot write to .*data.*\(E\w+\)\. Check data-dir/);
  });

  test('a database out of reach, without its password', async () => {
    const url = `postgres://ada:hunter2@127.0.0.1:${await freePort()}/x`;
    const { code, output } = await runToEnd(['dev', '--port', '0', `--database-url=${url}`], { cwd });
    expect(code).toBe(69);
    expect(output).toContain('The database is out of reach');
    expect(output).not.toContain('hunter2');
  });

  test('another master key than the one that sealed the database', async () => {
    const first = await dev();
    first.running.child.kill('SIGTERM');
    await first.running.ended;
    rmSync(join(cwd, 'data/master.key'));
    const { code, output } = await runToEnd(['dev', '--port', '0'], { cwd });
    expect(code).toBe(78);
    expect(output).toContain('master key');
    expect(output).not.toContain(' at ');
  });

  test('prints the texts of the pages in a language', async () => {
    const { code, output } = await runToEnd(['texts', 'de'], { cwd });
    expect(code).toBe(0);
    expect(output).toMatch(/^de:\n {2}[\w.]+: "/);
    expect(output).toContain('  signIn.title: "Anmelden"\n');
    expect(await runToEnd(['texts', 'ge'], { cwd })).toMatchObject({
      code: 2,
      output: expect.stringContaining('Unknown language: ge; did you mean de?'),
    });
  });

  test('unknown commands and options, with the nearest name', async () => {
    expect(await runToEnd(['serv'], { cwd })).toMatchObject({
      code: 2,
      output: expect.stringContaining('did you mean serve?'),
    });
    expect(await runToEnd(['dev', '--prot=1'], { cwd })).toMatchObject({
      code: 78,
      output: expect.stringContaining('did you mean port?'),
    });
    expect(await runToEnd(['dev', '--prot', '7700'], { cwd })).toMatchObject({
      code: 78,
      output: expect.stringContaining('--prot: unknown option; did you mean port?'),
    });
    expect(await runToEnd(['config', 'dav'], { cwd })).toMatchObject({
      code: 2,
      output: expect.stringContaining('did you mean'),
    });
    expect(await runToEnd(['dev', 'now'], { cwd })).toMatchObject({
      code: 2,
      output: expect.stringContaining('Unexpected argument: now'),
    });
    expect(await runToEnd([], { cwd })).toMatchObject({ code: 2 });
  });
});

describe('serve', () => {
  test('refuses with everything that is to be set', async () => {
    const { code, output } = await runToEnd(['serve'], { cwd });
    expect(code).toBe(78);
    expect(output).toContain('poolhouse keys generate');
    expect(output).toContain('proxy-terminates-tls');
    expect(existsSync(join(cwd, 'data/poolhouse.sqlite'))).toBe(false);
  });

  test('starts with a generated key, logs JSON with request ids and no secrets, drains on SIGTERM', async () => {
    expect((await runToEnd(['keys', 'generate'], { cwd })).code).toBe(0);
    const port = await freePort();
    const running = start(['serve', '--host', '127.0.0.1', '--port', String(port)], {
      POOLHOUSE_METRICS_TOKEN: 'kZ3vQ9xWm2LrT7yB',
    });
    const url = `http://127.0.0.1:${port}`;
    await answering(running, `${url}/health/ready`);
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
        authorization: 'Bearer hunter2-token',
      },
      body: JSON.stringify({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: 'nosuchclient',
        AuthParameters: { USERNAME: 'ada', PASSWORD: 'hunter2-password' },
      }),
    });
    expect(answer.status).toBe(400);
    const id = answer.headers.get('x-amzn-requestid');
    expect((await fetch(`${url}/mailbox`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
    const metrics = await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer kZ3vQ9xWm2LrT7yB' } });
    expect(await metrics.text()).toContain('operation="InitiateAuth"');
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    const lines = running
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.find(({ requestId }) => requestId === id)).toMatchObject({
      level: 'info',
      operation: 'InitiateAuth',
      errorCode: 'ResourceNotFoundException',
      status: 400,
    });
    expect(running.output()).not.toContain('hunter2');
  });

  test('a request that runs when SIGTERM comes is answered; new ones are refused', async () => {
    await runToEnd(['keys', 'generate'], { cwd });
    const port = await freePort();
    const running = start(['serve', '--host=127.0.0.1', `--port=${port}`]);
    await answering(running, `http://127.0.0.1:${port}/health/ready`);
    let finish = () => {};
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(Buffer.from('{'));
        finish = () => {
          controller.enqueue(Buffer.from('}'));
          controller.close();
        };
      },
    });
    const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' };
    const init = { method: 'POST', body, headers, duplex: 'half' } as RequestInit;
    const answer = fetch(`http://127.0.0.1:${port}`, init);
    await new Promise((resolve) => setTimeout(resolve, 300));
    running.child.kill('SIGTERM');
    await expect
      .poll(() =>
        fetch(`http://127.0.0.1:${port}/health/live`).then(
          () => 'answered',
          () => 'refused',
        ),
      )
      .toBe('refused');
    finish();
    expect(await (await answer).json()).toMatchObject({ message: 'Unknown operation' });
    expect(await running.ended).toBe(0);
  });

  test('a second signal ends it at once', async () => {
    await runToEnd(['keys', 'generate'], { cwd });
    const port = await freePort();
    const running = start(['serve', '--host=127.0.0.1', `--port=${port}`, '--shutdown-grace=60']);
    await answering(running, `http://127.0.0.1:${port}/health/ready`);
    // A request that never ends: its body does not come.
    const hanging = new AbortController();
    const body = new ReadableStream({ pull: () => new Promise(() => undefined) });
    const init = { method: 'POST', body, duplex: 'half', signal: hanging.signal } as RequestInit;
    const request = fetch(`http://127.0.0.1:${port}`, init).catch(() => 'cut');
    await new Promise((resolve) => setTimeout(resolve, 300));
    running.child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(running.child.exitCode).toBe(null);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(143);
    hanging.abort();
    await request;
  });
});

test('config prints what serve would run with, and no secret', async () => {
  writeFileSync(join(cwd, 'poolhouse.yaml'), 'port: 1234\n');
  const env = {
    POOLHOUSE_DATABASE_URL: 'postgres://ada:hunter2@db/pool',
    POOLHOUSE_METRICS_TOKEN: 'hunter2-hunter2-hunter2',
  };
  const { code, output } = await runToEnd(['config', '--region=eu-west-1'], { cwd, env });
  expect(code).toBe(0);
  expect(output).toMatch(/^port: 1234 +# .*poolhouse\.yaml$/m);
  expect(output).toMatch(/^region: eu-west-1 +# --region$/m);
  expect(output).toMatch(/^metrics-token: "\*{8}" +# POOLHOUSE_METRICS_TOKEN$/m);
  expect(output).not.toContain('hunter2');
});

describe('keys', () => {
  test('generate makes a file for the owner alone and never replaces one', async () => {
    const made = await runToEnd(['keys', 'generate'], { cwd });
    expect(made.code).toBe(0);
    const path = join(cwd, 'data/master.key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const before = readFileSync(path, 'utf8');
    const again = await runToEnd(['keys', 'generate'], { cwd });
    expect(again.code).toBe(78);
    expect(again.output).toContain('exists already');
    expect(readFileSync(path, 'utf8')).toBe(before);
    for (const word of before.match(/[\w-]{40,}/g) ?? []) expect(made.output + again.output).not.toContain(word);
  });

  test('rotate seals everything anew, and the server goes on with it', async () => {
    const first = await dev();
    await expect.poll(() => first.running.output()).toContain('App client');
    const pool = /us-east-1_\w+/.exec(first.running.output())?.[0];
    first.running.child.kill('SIGTERM');
    await first.running.ended;
    const { code, output } = await runToEnd(['keys', 'rotate'], { cwd });
    expect(output).toMatch(/^New master key \S+: [1-9]\d* values sealed anew\.$/m);
    expect(code).toBe(0);
    const second = await dev();
    const jwks = await fetch(`${second.url}/${pool}/.well-known/jwks.json`);
    expect(((await jwks.json()) as { keys: unknown[] }).keys).toHaveLength(2);
  });

  test('rotate-signing gives a pool new keys beside a running server, which announces old and new', async () => {
    const server = await dev();
    await expect.poll(() => server.running.output()).toContain('App client');
    const pool = /us-east-1_\w+/.exec(server.running.output())?.[0] ?? '';
    const kids = async () => {
      const answer = await fetch(`${server.url}/${pool}/.well-known/jwks.json`);
      return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    };
    const before = await kids();
    const { code, output } = await runToEnd(['keys', 'rotate-signing', pool], { cwd });
    expect(output).toContain('its JWKS holds 4 keys');
    expect(code).toBe(0);
    await expect.poll(kids, { timeout: 5_000 }).toHaveLength(4);
    expect(await kids()).toEqual(expect.arrayContaining(before));
    const missing = await runToEnd(['keys', 'rotate-signing', 'us-east-1_nope'], { cwd });
    expect(missing).toMatchObject({ code: 2, output: expect.stringContaining('does not exist') });
  });

  test('rotate cannot change a key that is given as a value', async () => {
    const { code, output } = await runToEnd(['keys', 'rotate'], {
      cwd,
      env: { POOLHOUSE_MASTER_KEY: 'q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=' },
    });
    expect(code).toBe(78);
    expect(output).toContain('master-key-file');
  });
});

describe('the launcher', () => {
  test('--version and --help need no configuration', async () => {
    writeFileSync(join(cwd, 'poolhouse.yaml'), 'nonsense: 1\n');
    expect((await runToEnd(['--version'], { cwd })).output).toMatch(/^poolhouse \d+\.\d+\.\d+ \(node 2\d/);
    const help = await runToEnd(['--help'], { cwd });
    expect(help.code).toBe(0);
    expect(help.output).toContain('--data-dir');
  });

  const older = olderNode();
  test.skipIf(older === undefined)(
    'an older Node hands over to the pinned one, signals and exit code included',
    async () => {
      const { code, output } = await runToEnd(['--version'], { cwd, node: older });
      expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/\(node 2[4-9]\./) });
      expect((await runToEnd(['nonsense'], { cwd, node: older })).code).toBe(2);
      const port = await freePort();
      const running = start(['dev', `--port=${port}`], undefined, older);
      await answering(running, `http://localhost:${port}/health/live`);
      running.child.kill('SIGTERM');
      expect(await running.ended).toBe(0);
      await expect(fetch(`http://localhost:${port}/health/live`)).rejects.toThrow();
    },
  );
});

/** A Node below 24 on this machine, if there is one outside node_modules. */
function olderNode(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  return folders
    .map((folder) => join(folder, 'node'))
    .filter((file) => existsSync(file))
    .find((file) => Number(/v(\d+)/.exec(execFileSync(file, ['--version']).toString())?.[1]) < 24);
}
