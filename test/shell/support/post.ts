/** Receivers of messages, real ones on real ports, and a store with an outbox to fill. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createLog } from '../../../src/adapters/log.ts';
import { systemRandom } from '../../../src/adapters/random.ts';
import type { OutgoingMessage } from '../../../src/core/messages/compose.ts';
import { createOutbox } from '../../../src/core/messages/outbox.ts';
import type { Store } from '../../../src/core/ports.ts';
import { fixedKeyring, newKeyringContent } from '../../../src/crypto/keyring.ts';
import { createSealer } from '../../../src/crypto/seal.ts';
import { openSqlite } from '../../../src/store/index.ts';
import { TestClock } from '../../support/test-app.ts';

export interface Letter {
  readonly to: string;
  readonly text: string;
}

export const startMailServer = async (options: SMTPServerOptions = {}) => {
  const letters: Letter[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        letters.push({ to: session.envelope.rcptTo[0]?.address ?? '', text: Buffer.concat(chunks).toString() });
        done();
      });
    },
    ...options,
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    letters,
    port,
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise<void>((done) => server.close(done)),
  };
};

export interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers each call with the next of `statuses`, the last one from then on. */
export const startWebhook = async (...statuses: number[]) => {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    const status = statuses[Math.min(calls.length, statuses.length) - 1] ?? 200;
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { calls, url: `http://127.0.0.1:${port}/sms`, stop };
};

export const openPostOffice = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-post-'));
  const lines: string[] = [];
  const log = await createLog({
    level: 'debug',
    format: 'json',
    destination: { write: (line) => void lines.push(line) },
  });
  const sealer = createSealer(fixedKeyring(newKeyringContent()));
  const clock = new TestClock();
  const path = join(folder, 'test.sqlite');
  let store = await openSqlite({ path });
  const parts = () => ({ store, sealer, clock, random: systemRandom, log });
  return {
    clock,
    lines,
    parts,
    post: (message: Partial<OutgoingMessage> = {}) => {
      const outbox = createOutbox({ ...parts(), mode: 'deliver' });
      return store.commit([outbox.post({ ...LETTER, ...message })]);
    },
    waiting: () => (store as Store).messages.list({}, 500),
    /** As after a restart: everything but the file is gone. */
    reopen: async () => {
      await store.close();
      store = await openSqlite({ path });
    },
    close: async () => {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export const LETTER: OutgoingMessage = {
  poolId: 'us-east-1_Abc123456',
  username: 'ada',
  channel: 'EMAIL',
  to: 'ada@example.org',
  kind: 'sign-up',
  content: { subject: 'Your code', body: 'Your code is <b>424242</b>.', code: '424242' },
};
