import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../src/adapters/log.ts';
import { loadConfig } from '../../src/config.ts';
import { type Listener, listen } from '../../src/server/listen.ts';
import { selfSigned } from './support/certificate.ts';

let folder: string;
let listener: Listener | undefined;
const lines: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolhouse-tls-'));
  lines.length = 0;
});
afterEach(async () => {
  await listener?.close(0);
  listener = undefined;
  rmSync(folder, { recursive: true });
});

/** Made for the test, so that no key lies in the source tree. */
const makePair = (name: string): { cert: string; key: string } => {
  const pair = selfSigned(name);
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  writeFileSync(cert, pair.cert);
  writeFileSync(key, pair.key);
  return { cert, key };
};

const start = async (): Promise<number> => {
  const log = await createLog({
    level: 'info',
    format: 'json',
    destination: { write: (line) => void lines.push(line) },
  });
  const flags = {
    port: '0',
    host: '127.0.0.1',
    'tls-cert-file': join(folder, 'live.crt'),
    'tls-key-file': join(folder, 'live.key'),
  };
  const config = loadConfig({ mode: 'serve', flags, cwd: folder });
  listener = await listen({ fetch: (_, { facts }) => Response.json(facts), config, log });
  return listener.port;
};

const install = ({ cert, key }: { cert: string; key: string }): void => {
  copyFileSync(key, join(folder, 'live.key'));
  copyFileSync(cert, join(folder, 'live.crt'));
};

const served = async (port: number, options: { maxVersion?: 'TLSv1.1' } = {}): Promise<string> => {
  const socket = connect({
    host: '127.0.0.1',
    port,
    rejectUnauthorized: false,
    minVersion: options.maxVersion,
    ...options,
  });
  await once(socket, 'secureConnect');
  const { subject } = socket.getPeerCertificate() as PeerCertificate;
  socket.destroy();
  return String(subject.CN);
};

test('a new pair is served without a restart, a broken one is not', async () => {
  install(makePair('first'));
  const port = await start();
  expect(await served(port)).toBe('first');

  install(makePair('second'));
  await expect.poll(() => served(port), { timeout: 5_000, interval: 100 }).toBe('second');

  writeFileSync(join(folder, 'live.crt'), 'not a certificate');
  await expect.poll(() => lines.join(''), { timeout: 5_000 }).toContain('new certificate refused');
  expect(await served(port)).toBe('second');

  // A certificate whose key has not come yet: the pair does not fit.
  const third = makePair('third');
  const refusals = () => lines.filter((line) => line.includes('refused')).length;
  const before = refusals();
  copyFileSync(third.cert, join(folder, 'live.crt'));
  await expect.poll(refusals, { timeout: 5_000 }).toBeGreaterThan(before);
  expect(await served(port)).toBe('second');
  copyFileSync(third.key, join(folder, 'live.key'));
  await expect.poll(() => served(port), { timeout: 5_000, interval: 100 }).toBe('third');
});

test('TLS 1.1 is not spoken', async () => {
  install(makePair('only'));
  const port = await start();
  await expect(served(port, { maxVersion: 'TLSv1.1' })).rejects.toThrow();
});

test('files that do not fit together stop the start', async () => {
  const [one, other] = [makePair('one'), makePair('other')];
  install({ cert: one.cert, key: other.key });
  await expect(start()).rejects.toThrow(/key values mismatch/);
});
