/** Poolhouse as operators run it: a process of its own, started by bin/poolhouse.js. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../../bin/poolhouse.js', import.meta.url));

export interface Running {
  readonly child: ChildProcess;
  /** All that it has written so far. */
  output(): string;
  /** Exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
}

/** Only what a shell would give it: no POOLHOUSE_ variables of whoever runs the tests. */
export const cleanEnv = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('POOLHOUSE_')));

export const run = (
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string>; node?: string },
): Running => {
  const child = spawn(options.node ?? process.execPath, [BIN, ...args], {
    cwd: options.cwd,
    env: { ...cleanEnv(), NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A test that fails in between leaves no server behind.
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return { child, output: () => text, ended };
};

/** Runs to the end. */
export const runToEnd = async (
  ...input: Parameters<typeof run>
): Promise<{ code: number | string; output: string }> => {
  const running = run(...input);
  return { code: await running.ended, output: running.output() };
};

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
};

/** Until the URL answers with 2xx; rejects when the process ends before. */
export const answering = async (running: Running, url: string): Promise<void> => {
  let over: number | string | undefined;
  void running.ended.then((code) => {
    over = code;
  });
  for (let tries = 0; tries < 1500; tries += 1) {
    if (over !== undefined) throw new Error(`ended with ${over}:\n${running.output()}`);
    const ok = await fetch(url).then(
      ({ ok: fine }) => fine,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`no answer from ${url}:\n${running.output()}`);
};
