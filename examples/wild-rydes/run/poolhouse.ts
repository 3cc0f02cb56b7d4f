/** Poolhouse itself, as everybody starts it: `poolhouse dev` with a configuration file, in a process of its own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { free, type Part } from './backends.ts';
import { at, BACKEND_KEYS, type Places, REPOSITORY } from './places.ts';

const COMMAND = join(REPOSITORY, 'bin', 'poolhouse.js');

const backend = (port: number, app: number) => ({
  endpoint: `http://127.0.0.1:${port}`,
  'access-key-id': BACKEND_KEYS.accessKeyId,
  'secret-access-key': BACKEND_KEYS.secretAccessKey,
  'allowed-origins': [at(app)],
});

/** JSON is YAML too. */
const configuration = ({ ports, data }: Places): object => ({
  port: ports.poolhouse,
  'gateway-port': ports.gateway,
  'data-dir': join(data, 'poolhouse'),
  'log-format': 'json',
  demo: false,
  functions: join(data, 'functions'),
  gateway: join(data, 'apis'),
  services: { s3: backend(ports.s3, ports.web), dynamodb: backend(ports.dynamodb, ports.web) },
});

export const configFile = ({ data }: Places): string => join(data, 'poolhouse.yaml');
/** What the server and the functions say. */
export const logFile = ({ data }: Places): string => join(data, 'poolhouse.log');

export const startPoolhouse = async (places: Places): Promise<Part> => {
  // Another Poolhouse there would answer in the place of this one.
  for (const port of [places.ports.poolhouse, places.ports.gateway]) await free(port);
  for (const folder of ['functions', 'apis']) await mkdir(join(places.data, folder), { recursive: true });
  await writeFile(configFile(places), JSON.stringify(configuration(places), null, 2));
  const log = await open(logFile(places), 'w');
  const child = poolhouse(['dev', '--config', configFile(places)], log.fd);
  await log.close();
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  try {
    await Promise.race([ready(places), ended(child, logFile(places))]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
};

/** Runs a command to its end and gives what it printed. Throws what it complained of where it fails. */
export const runPoolhouse = async (words: readonly string[]): Promise<string> => {
  const run = promisify(execFile);
  try {
    const { stdout } = await run(process.execPath, [COMMAND, ...words], { env: surroundings() });
    return stdout;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`poolhouse ${words[0]} failed:\n${stderr || error}`);
  }
};

const poolhouse = (words: readonly string[], log: number): ChildProcess =>
  spawn(process.execPath, [COMMAND, ...words], { env: surroundings(), stdio: ['ignore', log, log] });

/** Without settings that are meant for another Poolhouse. */
const surroundings = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('POOLHOUSE_')));

const ended = async (child: ChildProcess, log: string): Promise<never> => {
  const [code] = await once(child, 'exit');
  throw new Error(`Poolhouse ended (exit code ${code}):\n${await readFile(log, 'utf8')}`);
};

const ready = async ({ ports }: Places): Promise<void> => {
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await fetch(`${at(ports.poolhouse)}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error('Poolhouse did not become ready within half a minute.');
};
