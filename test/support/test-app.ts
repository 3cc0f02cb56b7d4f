/** A whole server in this process, over real HTTP, with a clock that tests move and a database of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { createLog } from '../../src/adapters/log.ts';
import { startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import type { Core } from '../../src/core/core.ts';
import type { Clock, Functions, SenderKeys } from '../../src/core/ports.ts';
import { createDatabase } from './postgres.ts';

export interface TestAppOptions {
  /** SQLite, unless the run says otherwise with POOLHOUSE_TEST_ENGINE. */
  readonly engine?: 'sqlite' | 'postgres';
  /** Options as on the command line, without the dashes. */
  readonly flags?: Readonly<Record<string, string | boolean>>;
  readonly mode?: 'dev' | 'serve';
  /** In the place of the configured ones. */
  readonly functions?: Functions;
  readonly senderKeys?: SenderKeys;
}

export interface MailboxMessage {
  readonly channel: 'EMAIL' | 'SMS';
  readonly to: string;
  readonly kind: string;
  readonly code?: string;
  readonly link?: string;
  readonly subject?: string;
  readonly body: string;
  readonly userPoolId: string;
  readonly username: string;
  readonly sentAt: string;
}

export interface TestApp {
  readonly endpoint: string;
  readonly core: Core;
  readonly clock: TestClock;
  /** Signs as the operator, region us-east-1. */
  readonly cognito: CognitoIdentityProviderClient;
  readonly dataDir: string;
  /** Where the gateway listens, when the flags name documents. */
  readonly gateway: string;
  /** A client of another region or with other credentials. */
  client(options?: {
    region?: string;
    credentials?: { accessKeyId: string; secretAccessKey: string };
  }): CognitoIdentityProviderClient;
  /** Newest first. */
  mailbox(filter?: { userPoolId?: string; username?: string; to?: string }): Promise<MailboxMessage[]>;
  stop(): Promise<void>;
}

/** The system's time plus whatever a test has advanced it by; it stands still while a test wants it to. */
export class TestClock implements Clock {
  #ahead = 0;
  #stopped: number | undefined;

  now(): number {
    return (this.#stopped ?? Date.now()) + this.#ahead;
  }

  /** What lasts a second in the service lasts until `go`, however busy the machine is. */
  stop(): void {
    this.#stopped = Date.now();
  }

  go(): void {
    this.#stopped = undefined;
  }

  advance(ms: number): void {
    this.#ahead += ms;
  }
}

export const startTestApp = async (options: TestAppOptions = {}): Promise<TestApp> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'poolhouse-test-'));
  const engine = options.engine ?? process.env['POOLHOUSE_TEST_ENGINE'];
  const database = engine === 'postgres' ? await createDatabase() : undefined;
  const config = loadConfig({
    mode: options.mode ?? 'dev',
    flags: {
      port: '0',
      'gateway-port': '0',
      host: '127.0.0.1',
      'data-dir': dataDir,
      demo: 'false',
      'local-https': 'false',
      'shutdown-grace': '1',
      'crypto-threads': '1',
      ...(database ? { 'database-url': database.url } : {}),
      ...options.flags,
    },
    env: {},
    cwd: dataDir,
  });
  const clock = new TestClock();
  const log = await createLog({ level: 'error', format: 'json' });
  const { functions, senderKeys } = options;
  const app = await startApp(config, { log, clock, functions, senderKeys, strict: true });
  const endpoint = app.url.replace('localhost', '127.0.0.1');
  const clients = new Set<CognitoIdentityProviderClient>();
  const client: TestApp['client'] = (given = {}) => {
    const made = new CognitoIdentityProviderClient({
      endpoint,
      region: given.region ?? 'us-east-1',
      credentials: given.credentials ?? { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
      systemClockOffset: 0,
    });
    clients.add(made);
    return made;
  };
  return {
    endpoint,
    core: app.core,
    clock,
    cognito: client(),
    dataDir,
    gateway: `http://127.0.0.1:${app.gatewayPort}`,
    client,
    mailbox: async (filter = {}) => {
      const response = await fetch(`${endpoint}/mailbox/messages?${new URLSearchParams(filter)}`);
      if (!response.ok) throw new Error(`mailbox answered ${response.status}`);
      return (await response.json()) as MailboxMessage[];
    },
    stop: async () => {
      for (const each of clients) each.destroy();
      await app.stop();
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
