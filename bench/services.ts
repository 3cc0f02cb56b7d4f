/**
 * What the services behind the gateway cost: an upload of 1 GiB (speed, and the memory of the server while it passes),
 * and what is added to a small request. `node bench/services.ts [--megabytes 1024] [--seconds 3]`.
 * Aims: memory that does not grow with the object; below 0.3 ms added to a request.
 *
 * Behind stands a process that throws bodies away; the client signs before the clock starts.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, createServer, type IncomingMessage, request as sendRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Core } from '../src/core/core.ts';
import { beginRoleSession } from '../src/core/credentials/role-session.ts';
import { putInlinePolicy } from '../src/core/iam/inline.ts';
import { createRole } from '../src/core/iam/roles.ts';
import { Sha256 } from '../src/crypto/sha256.ts';
import { residentMb } from './load.ts';
import { freePort, makePlace } from './server.ts';

const ACCOUNT = '000000000000';
const MIB = 1024 * 1024;

const { values: options } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1024' },
    seconds: { type: 'string', default: '3' },
    sink: { type: 'string' },
    proxy: { type: 'string' },
  },
});

/** Takes any body, gives a small object. */
const runSink = (port: number): void => {
  const object = Buffer.alloc(1024, 'x');
  createServer((incoming, response) => {
    incoming.resume();
    incoming.once('end', () => response.end(incoming.method === 'GET' ? object : undefined));
  }).listen(port, '127.0.0.1');
};

/** What any proxy costs: passes on whatever comes. */
const runProxy = (port: number, to: number): void => {
  const kept = new Agent({ keepAlive: true });
  createServer((incoming, response) => {
    const { method, url: path, headers } = incoming;
    const sent = sendRequest({ host: '127.0.0.1', port: to, method, path, headers, agent: kept }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(sent);
  }).listen(port, '127.0.0.1');
};

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: ['arn:aws:s3:::bench/public/*'] },
    { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bench/protected/*' },
    { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::bench/private/*' },
  ],
};

const makeSession = async (core: Core): Promise<Credentials> => {
  const Statement = [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }];
  const role = await createRole(core, ACCOUNT, {
    name: 'bench',
    trust: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  await putInlinePolicy(core, ACCOUNT, 'role', 'bench', 'bench', JSON.stringify(POLICY));
  return (await beginRoleSession(core, role, { sessionName: 'bench' })).credentials;
};

interface Signed {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
}

const sign = async (
  credentials: Credentials,
  host: string,
  method: string,
  path: string,
  hash: string,
): Promise<Signed> => {
  const signer = new SignatureV4({
    service: 's3',
    region: 'us-east-1',
    credentials,
    sha256: Sha256,
    uriEscapePath: false,
  });
  const headers = { host, 'x-amz-content-sha256': hash };
  const request = { method, protocol: 'http:', hostname: host, path, query: {}, headers };
  return { method, path, headers: (await signer.sign(request)).headers };
};

const agent = new Agent({ keepAlive: true });

const exchange = async (port: number, { method, path, headers }: Signed, body?: Readable): Promise<IncomingMessage> => {
  const sent = sendRequest({ host: '127.0.0.1', port, method, path, headers, agent });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  if (body) await pipeline(body, sent);
  else sent.end();
  const [answer] = await answered;
  answer.resume();
  await once(answer, 'end');
  if (answer.statusCode !== 200) throw new Error(`${method} ${path} answered ${answer.statusCode}`);
  return answer;
};

const PIECE = Buffer.alloc(256 * 1024, 'x');

const pieces = function* (bytes: number): Generator<Buffer> {
  for (let sent = 0; sent < bytes; sent += PIECE.length) yield PIECE;
};

const hashOf = (bytes: number): string => {
  const hash = createHash('sha256');
  for (const piece of pieces(bytes)) hash.update(piece);
  return hash.digest('hex');
};

const upload = async (port: number, pid: number, credentials: Credentials): Promise<void> => {
  const bytes = Number(options.megabytes) * MIB;
  for (const [name, hash] of [
    ['its hash signed', hashOf(bytes)],
    ['unsigned', 'UNSIGNED-PAYLOAD'],
  ] as const) {
    const signed = await sign(credentials, `127.0.0.1:${port}`, 'PUT', '/bench/public/large', hash);
    const before = residentMb(pid);
    let peak = before;
    const watch = setInterval(() => {
      peak = Math.max(peak, residentMb(pid));
    }, 50);
    const started = performance.now();
    const headers = { ...signed.headers, 'content-length': String(bytes) };
    await exchange(port, { ...signed, headers }, Readable.from(pieces(bytes)));
    clearInterval(watch);
    const seconds = (performance.now() - started) / 1000;
    const speed = (bytes / MIB / seconds).toFixed(0);
    print(
      `${options.megabytes} MiB, ${name}: ${speed} MiB/s; memory ${before.toFixed(0)} MB before, ${peak.toFixed(0)} MB at most`,
    );
  }
};

const latency = async (port: number, signed: Signed): Promise<{ p50: number; p99: number }> => {
  const times: number[] = [];
  for (let turn = 0; turn < 500; turn++) await exchange(port, signed);
  const until = performance.now() + Number(options.seconds) * 1000;
  while (performance.now() < until) {
    const started = performance.now();
    await exchange(port, signed);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(times.length / 2)] ?? 0, p99: times[Math.floor(times.length * 0.99)] ?? 0 };
};

const print = (line: string): void => console.log(line);

const listening = async (port: number): Promise<void> => {
  for (;;) {
    const there = await fetch(`http://127.0.0.1:${port}`).catch(() => undefined);
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const main = async (): Promise<void> => {
  const [sinkPort, proxyPort, gatewayPort] = [await freePort(), await freePort(), await freePort()];
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-bench-'));
  const config = join(folder, 'poolhouse.yaml');
  const s3 = {
    endpoint: `http://127.0.0.1:${sinkPort}`,
    'access-key-id': 'operator',
    'secret-access-key': 'operator-secret',
  };
  await writeFile(config, JSON.stringify({ services: { s3 } }));
  const own = fileURLToPath(import.meta.url);
  const others = [
    ['--sink', String(sinkPort)],
    ['--proxy', `${proxyPort},${sinkPort}`],
  ].map((given) => spawn(process.execPath, [own, ...given], { stdio: 'inherit' }));
  const place = await makePlace('sqlite');
  const credentials = await place.prepare(makeSession);
  const server = await place.start({ config, 'gateway-port': String(gatewayPort) });
  try {
    await Promise.all([listening(sinkPort), listening(proxyPort)]);
    const small = await sign(credentials, `127.0.0.1:${gatewayPort}`, 'GET', '/bench/public/small', hashOf(0));
    const bare = await latency(proxyPort, small);
    const through = await latency(gatewayPort, small);
    const added = (through.p50 - bare.p50).toFixed(3);
    print(
      `GetObject of 1 KiB: p50 ${bare.p50.toFixed(3)} ms through a bare proxy, ${through.p50.toFixed(3)} ms through the gateway, ${added} ms added; p99 ${through.p99.toFixed(3)} ms`,
    );
    await upload(gatewayPort, server.pid, credentials);
  } finally {
    agent.destroy();
    await server.stop();
    for (const each of others) each.kill();
    await place.remove();
    await rm(folder, { recursive: true, force: true });
  }
};

const [own = 0, to = 0] = (options.proxy ?? '').split(',').map(Number);

if (options.sink) runSink(Number(options.sink));
else if (options.proxy) runProxy(own, to);
else await main();
