/** kill -9 of the whole server while people sign up: whoever was answered has an account, a code and a working token. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect, it } from 'vitest';
import { answering, freePort, type Running, run } from '../shell/support/process.ts';
import { PASSWORD } from '../support/builders.ts';
import { createDatabase } from '../support/postgres.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Site {
  readonly endpoint: string;
  readonly cognito: CognitoIdentityProviderClient;
  start(): Promise<Running>;
}

const newSite = async (engine: 'sqlite' | 'postgres'): Promise<Site> => {
  const cwd = await mkdtemp(join(tmpdir(), 'poolhouse-kill-'));
  cleanups.push(() => rm(cwd, { recursive: true, force: true }));
  const database = engine === 'postgres' ? await createDatabase() : undefined;
  if (database) cleanups.push(database.drop);
  const env = database ? { POOLHOUSE_DATABASE_URL: database.url } : undefined;
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const cognito = new CognitoIdentityProviderClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  cleanups.push(async () => cognito.destroy());
  const start = async () => {
    const running = run(['dev', '--port', String(port)], { cwd, ...(env && { env }) });
    cleanups.push(() => kill(running));
    await answering(running, `${endpoint}/health/ready`);
    await expect.poll(() => running.output()).toContain('App client');
    return running;
  };
  return { endpoint, cognito, start };
};

const kill = async ({ child, ended }: Running) => {
  child.kill('SIGKILL');
  await ended;
};

const demoOf = (running: Running) => {
  const [, poolId, clientId] = /User pool +(\S+)\s+App client +(\S+)/.exec(running.output()) ?? [];
  return { poolId: poolId as string, clientId: clientId as string };
};

/** Signs people up, eight at a time, until the server is gone; fills in who was answered. */
const signUpUntilGone = (cognito: CognitoIdentityProviderClient, clientId: string, answered: Map<string, string>) => {
  let number = 0;
  const one = async (): Promise<void> => {
    for (;;) {
      number += 1;
      const Username = `user-${number}@example.com`;
      const signUp = new SignUpCommand({ ClientId: clientId, Username, Password: PASSWORD });
      const answer = await cognito.send(signUp).catch(() => undefined);
      if (answer === undefined) return;
      answered.set(Username, answer.UserSub as string);
    }
  };
  return Promise.all(Array.from({ length: 8 }, one));
};

const codeFor = async ({ endpoint }: Site, to: string): Promise<string> => {
  const answer = await fetch(`${endpoint}/mailbox/messages?${new URLSearchParams({ to })}`);
  const messages = (await answer.json()) as { code: string }[];
  expect(messages, to).toHaveLength(1);
  return messages[0]?.code as string;
};

const signIn = async ({ cognito }: Site, clientId: string, username: string): Promise<string> => {
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD },
    }),
  );
  return AuthenticationResult?.AccessToken as string;
};

const confirm = async (site: Site, clientId: string, username: string) => {
  const ConfirmationCode = await codeFor(site, username);
  await site.cognito.send(new ConfirmSignUpCommand({ ClientId: clientId, Username: username, ConfirmationCode }));
};

const subsOf = async ({ cognito }: Site, poolId: string): Promise<Set<string>> => {
  const subs = new Set<string>();
  let PaginationToken: string | undefined;
  do {
    const page = await cognito.send(new ListUsersCommand({ UserPoolId: poolId, PaginationToken }));
    for (const { Username } of page.Users ?? []) subs.add(Username as string);
    PaginationToken = page.PaginationToken;
  } while (PaginationToken);
  return subs;
};

describe.each(['sqlite', 'postgres'] as const)('a server on %s that is killed while people sign up', (engine) => {
  it('keeps all that it answered', { timeout: 120_000 }, async () => {
    const site = await newSite(engine);
    let running = await site.start();
    const { poolId, clientId } = demoOf(running);
    const answered = new Map<string, string>();

    await signUpUntilGoneAfter(site, clientId, answered, running, 60);
    running = await site.start();
    expect(demoOf(running)).toEqual({ poolId, clientId });
    const subs = await subsOf(site, poolId);
    expect([...answered.values()].filter((sub) => !subs.has(sub))).toEqual([]);

    const people = [...answered.keys()].slice(-5);
    for (const username of people) await confirm(site, clientId, username);
    const token = await signIn(site, clientId, people[0] as string);
    await kill(running);

    await site.start();
    const { Username } = await site.cognito.send(new GetUserCommand({ AccessToken: token }));
    expect(Username).toBe(answered.get(people[0] as string));
    for (const username of people) expect(await signIn(site, clientId, username)).toMatch(/^eyJ/);
  });
});

const signUpUntilGoneAfter = async (
  { cognito }: Site,
  clientId: string,
  answered: Map<string, string>,
  running: Running,
  enough: number,
) => {
  const load = signUpUntilGone(cognito, clientId, answered);
  await expect.poll(() => answered.size, { timeout: 30_000, interval: 5 }).toBeGreaterThan(enough);
  await kill(running);
  await load;
};
