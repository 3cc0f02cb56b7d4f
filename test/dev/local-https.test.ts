/** One port, two protocols: what a development server answers to HTTP and to HTTPS. */
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLocalAuthority, type LocalAuthority } from '../../src/adapters/local-authority/index.ts';
import { createLog } from '../../src/adapters/log.ts';
import { loadConfig } from '../../src/config.ts';
import { type Listener, listen } from '../../src/server/listen.ts';
import { TestClock } from '../support/test-app.ts';

const DAY = 24 * 3_600_000;

let folder: string;
let clock: TestClock;
let authority: LocalAuthority;
let listener: Listener;
let ca: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolhouse-https-'));
  clock = new TestClock();
  authority = createLocalAuthority(folder, clock);
  await authority.ready();
  ca = await readFile(authority.certificateFile, 'utf8');
  listener = await start();
});
afterAll(async () => {
  await listener.close(0);
  await rm(folder, { recursive: true });
});

const start = async (): Promise<Listener> => {
  const log = await createLog({ level: 'error', format: 'json' });
  const config = loadConfig({ mode: 'dev', flags: { port: '0', host: '127.0.0.1' }, cwd: folder });
  const fetch = async (request: Request, { facts }: { facts: { secure: boolean } }) =>
    Response.json({ secure: facts.secure, url: request.url, size: (await request.arrayBuffer()).byteLength });
  return listen({ fetch, config, log, localTls: authority.contextFor });
};

const handshake = async (options: {
  servername?: string;
  host?: string;
  maxVersion?: 'TLSv1.1';
  rejectUnauthorized?: boolean;
}) => {
  const socket = connect({ host: '127.0.0.1', port: listener.port, ca, ...options });
  await once(socket, 'secureConnect');
  return socket;
};

const leafOf = (socket: TLSSocket): X509Certificate => {
  const { raw } = socket.getPeerCertificate();
  socket.destroy();
  return new X509Certificate(raw);
};

interface Answer {
  readonly secure: boolean;
  readonly url: string;
  readonly size: number;
}

const ask = (secure: boolean, options: object = {}, body = Buffer.alloc(0)): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(
      { host: '127.0.0.1', port: listener.port, method: 'POST', ca, ...options },
      (message) => {
        text(message)
          .then((body) => JSON.parse(body) as Answer)
          .then(resolve, reject);
      },
    );
    request.once('error', reject);
    request.end(body);
  });

const forHost = (name: string) => ({ servername: name, headers: { host: `${name}:${listener.port}` } });

test('the first byte decides between http and https', async () => {
  const name = 'demo.auth.localhost';
  expect(await ask(false, forHost(name))).toMatchObject({ secure: false, url: `http://${name}:${listener.port}/` });
  expect(await ask(true, forHost(name))).toMatchObject({ secure: true, url: `https://${name}:${listener.port}/` });
});

test('bodies larger than a packet come whole, over connections that are kept', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = Buffer.alloc(3_000_000, 'x');
  for (const secure of [true, false, true, false]) {
    expect(await ask(secure, secure ? { ...forHost('localhost'), agent } : {}, body)).toMatchObject({
      secure,
      size: body.byteLength,
    });
  }
  agent.destroy();
});

test('a request that comes byte by byte is answered', async () => {
  const socket = connectTcp(listener.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.setNoDelay(true);
  for (const character of 'GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n') {
    socket.write(character);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
});

test('names that were re-bound are refused by https as by http', async () => {
  for (const secure of [true, false]) {
    await expect(ask(secure, { servername: 'localhost', headers: { host: 'rebound.example' } })).rejects.toThrow(
      /This deve/,
    );
  }
});

test('Node trusts it by NODE_EXTRA_CA_CERTS, and not without', async () => {
  const script = `console.log((await (await fetch('https://localhost:${listener.port}/')).json()).secure)`;
  const run = (env: NodeJS.ProcessEnv) =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, ...env } });
  expect((await run({ NODE_EXTRA_CA_CERTS: authority.certificateFile })).stdout).toBe('true\n');
  await expect(run({})).rejects.toThrow(/UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED|unable to verify/i);
});

test('each name has a certificate for itself alone; an address has that of localhost', async () => {
  const named = leafOf(await handshake({ servername: 'pool.auth.us-east-1.localhost' }));
  expect(named.subjectAltName).toBe('DNS:pool.auth.us-east-1.localhost');
  const bare = leafOf(await handshake({ host: '127.0.0.1' }));
  expect(bare.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
  const days = (Date.parse(bare.validTo) - Date.parse(bare.validFrom)) / DAY;
  expect(days).toBeGreaterThan(1);
  expect(days).toBeLessThan(90);
  expect(leafOf(await handshake({ host: '127.0.0.1' })).serialNumber).toBe(bare.serialNumber);
});

test('a page that asks for many names keeps the machine busy with one at a time, and with few of them', async () => {
  const names = Array.from({ length: 60 }, (_, each) => `n${each}.localhost`);
  const made = await Promise.allSettled(names.map((servername) => handshake({ servername })));
  const sockets = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  expect(sockets.length).toBeGreaterThan(0);
  expect(sockets.length).toBeLessThanOrEqual(20);
  for (const socket of sockets) socket.destroy();
  (await handshake({ servername: 'n59.localhost' })).destroy();
});

test('names of other machines get none, and TLS 1.1 is not spoken', async () => {
  for (const servername of ['example.com', 'localhost.example.com', 'xlocalhost', '*.localhost']) {
    await expect(handshake({ servername })).rejects.toThrow();
  }
  await expect(handshake({ maxVersion: 'TLSv1.1' })).rejects.toThrow();
});

test('certificates are renewed before they end, by the same authority', async () => {
  // The client's clock stays: to it the second one is of tomorrow.
  const asked = { servername: 'renewed.localhost', rejectUnauthorized: false };
  const first = leafOf(await handshake(asked));
  clock.advance(25 * DAY);
  const second = leafOf(await handshake(asked));
  expect(second.serialNumber).not.toBe(first.serialNumber);
  expect(Date.parse(second.validTo)).toBeGreaterThan(Date.parse(first.validTo));
  expect(second.verify(new X509Certificate(ca).publicKey)).toBe(true);
  clock.advance(-25 * DAY);
});

test('the authority rests in two files, its key for the owner alone, and stays after a restart', async () => {
  expect((await stat(join(folder, 'local-ca.key'))).mode & 0o777).toBe(0o600);
  const again = createLocalAuthority(folder, clock);
  await again.ready();
  expect(await readFile(again.certificateFile, 'utf8')).toBe(ca);
  const certificate = new X509Certificate(ca);
  expect(certificate.ca).toBe(true);
  expect(certificate.checkIssued(certificate)).toBe(true);
});

test('an authority that cannot be used is made anew', async () => {
  const other = await mkdtemp(join(tmpdir(), 'poolhouse-https-'));
  const made = createLocalAuthority(other, clock);
  await made.ready();
  const before = await readFile(made.certificateFile, 'utf8');
  await writeFile(join(other, 'local-ca.key'), 'no key');
  const repaired = createLocalAuthority(other, clock);
  await repaired.ready();
  expect(await readFile(repaired.certificateFile, 'utf8')).not.toBe(before);
  await rm(other, { recursive: true });
});

test('a certificate that the authority signs for elsewhere is refused by clients: its names are constrained', async () => {
  const { makeCertificate } = await import('../../src/adapters/local-authority/certificate.ts');
  const key = await readFile(join(folder, 'local-ca.key'), 'utf8');
  const now = Date.now();
  const leaf = await makeCertificate({
    name: 'bank.example.com',
    notBefore: now - DAY,
    notAfter: now + DAY,
    authority: { certificate: ca, key },
  });
  const { createServer } = await import('node:tls');
  const server = createServer({ cert: leaf.certificate, key: leaf.key }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const socket = connect({ host: '127.0.0.1', port, ca, servername: 'bank.example.com' });
  await expect(once(socket, 'secureConnect')).rejects.toMatchObject({ message: 'permitted subtree violation' });
  server.close();
});

test('closing waits for no connection that has said nothing, or half a handshake', async () => {
  const own = await start();
  const silent = connectTcp(own.port, '127.0.0.1');
  const half = connectTcp(own.port, '127.0.0.1');
  await Promise.all([once(silent, 'connect'), once(half, 'connect')]);
  half.write(Buffer.from([0x16, 3, 1]));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const closed = [once(silent, 'close'), once(half, 'close')];
  const begun = performance.now();
  await own.close(5_000);
  await Promise.all(closed);
  expect(performance.now() - begun).toBeLessThan(2_000);
});

test('what is neither of the two is a bad request, and noise in a handshake ends its connection alone', async () => {
  const noise = connectTcp(listener.port, '127.0.0.1');
  await once(noise, 'connect');
  noise.write(Buffer.from([0x00, 1, 2, 3]));
  const [answer] = (await once(noise, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /);
  const broken = connectTcp(listener.port, '127.0.0.1');
  await once(broken, 'connect');
  broken.write(Buffer.concat([Buffer.from([0x16, 3, 1, 0, 200]), Buffer.alloc(200, 7)]));
  broken.resume();
  await once(broken, 'close');
  expect(await ask(false)).toMatchObject({ secure: false });
});
