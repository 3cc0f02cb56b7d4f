import { AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/core/ports.ts';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { caseless, refusal, signIn } from './support.ts';

const WRONG = 'NotAuthorizedException: Incorrect username or password.';
const LOCKED = 'NotAuthorizedException: Password attempts exceeded';
const MINUTE = 60_000;

/** Commits during a task; the store is the real one. */
const countingCommits = async (store: Store, task: () => Promise<unknown>): Promise<number> => {
  const { commit } = store;
  let count = 0;
  Object.assign(store, {
    commit: (...given: Parameters<Store['commit']>) => {
      count += 1;
      return commit.apply(store, given);
    },
  });
  await task();
  Object.assign(store, { commit });
  return count;
};

describe.each(['sqlite', 'postgres'] as const)('on %s', (engine) => {
  let app: TestApp;
  let poolId: string;
  let clientId: string;
  beforeAll(async () => {
    app = await startTestApp({ engine });
    poolId = (await createPool(app, { AliasAttributes: ['email'], ...caseless })).Id;
    clientId = (await createClient(app, poolId, { PreventUserExistenceErrors: 'ENABLED' })).ClientId;
  });
  afterAll(() => app.stop());

  const guess = (username: string, password = 'Wrong-password-1') =>
    refusal(signIn(app, poolId, clientId, username, password));

  const enter = async (username: string) =>
    (await signIn(app, poolId, clientId, username, PASSWORD)).AuthenticationResult?.TokenType;

  const guesses = async (username: string, count: number) => {
    const answers: string[] = [];
    for (let n = 0; n < count; n += 1) answers.push(await guess(username));
    return answers;
  };

  describe('wrong passwords', () => {
    it('lock for a second from the fifth on, the right password included', async () => {
      const { username } = await createConfirmedUser(app, poolId);
      expect(await guesses(username, 5)).toEqual(Array.from({ length: 5 }, () => WRONG));
      expect(await guess(username, PASSWORD)).toBe(LOCKED);
      app.clock.advance(1001);
      expect(await enter(username)).toBe('Bearer');
    });

    it('double the lock with each further one, up to fifteen minutes', async () => {
      const { username } = await createConfirmedUser(app, poolId);
      await guesses(username, 5);
      for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
        app.clock.advance(seconds * 1000 - 300);
        expect(await guess(username)).toBe(LOCKED);
        app.clock.advance(301);
        expect(await guess(username)).toBe(WRONG);
      }
    });

    it('are forgotten after a right one', async () => {
      const { username } = await createConfirmedUser(app, poolId);
      await guesses(username, 4);
      expect(await enter(username)).toBe('Bearer');
      expect(await guesses(username, 5)).not.toContain(LOCKED);
      expect(await guess(username)).toBe(LOCKED);
    });

    it('are forgotten after fifteen quiet minutes', async () => {
      const { username } = await createConfirmedUser(app, poolId);
      await guesses(username, 4);
      app.clock.advance(15 * MINUTE);
      expect(await guesses(username, 5)).not.toContain(LOCKED);
    });

    it('count together under all names of a user', async () => {
      const email = 'many-names@example.com';
      const { username, sub } = await createConfirmedUser(app, poolId, {
        attributes: { email, email_verified: 'true' },
      });
      await guesses(username, 2);
      await guesses(email, 2);
      await guesses(username.toUpperCase(), 1);
      expect(await guess(email)).toBe(LOCKED);
      expect(await guess(sub)).toBe(LOCKED);
    });

    it('lock names that nobody has just the same', async () => {
      expect(await guesses('Nobody', 5)).toEqual(Array.from({ length: 5 }, () => WRONG));
      expect(await guess('nobody')).toBe(LOCKED);
      app.clock.advance(1001);
      expect(await guess('nobody')).toBe(WRONG);
      expect(await guess('nobody')).toBe(LOCKED);
    });

    it('of one user lock no other', async () => {
      const { username: locked } = await createConfirmedUser(app, poolId);
      const { username: free } = await createConfirmedUser(app, poolId);
      await guesses(locked, 6);
      expect(await enter(free)).toBe('Bearer');
    });

    it('sent all at once pass the limit by no more than a few', async () => {
      const { username } = await createConfirmedUser(app, poolId);
      const answers = await Promise.all(Array.from({ length: 60 }, () => guess(username)));
      expect(answers.filter((answer) => answer === WRONG).length).toBeLessThanOrEqual(8);
      expect(answers.filter((answer) => answer === LOCKED).length).toBeGreaterThanOrEqual(52);
    });

    it('never lock out one who types the right password many times at once', async () => {
      const { username } = await createConfirmedUser(app, poolId);
      const answers = await Promise.all(Array.from({ length: 20 }, () => enter(username)));
      expect(new Set(answers)).toEqual(new Set(['Bearer']));
    });

    it('are gone when an administrator sets a password', async () => {
      const { username } = await createConfirmedUser(app, poolId);
      await guesses(username, 6);
      await app.cognito.send(
        new AdminSetUserPasswordCommand({
          UserPoolId: poolId,
          Username: username,
          Password: PASSWORD,
          Permanent: true,
        }),
      );
      expect(await enter(username)).toBe('Bearer');
    });
  });

  describe('a right password', () => {
    it('writes nothing when there was no failure', async () => {
      const { username } = await createConfirmedUser(app, poolId);
      const commits = await countingCommits(app.core.store, () => enter(username));
      expect(commits).toBe(0);
    });
  });
});
