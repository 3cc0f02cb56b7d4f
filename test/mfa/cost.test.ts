/** Second factors cost nothing where there are none. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { answer, byPassword } from '../auth/support/house.ts';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { enrolledUser, mfaPlace, type Place, totp } from './support.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

/** What the store is asked for while `attempt` runs, by name; the directory and the outbox work beside it. */
const asked = async (attempt: () => Promise<unknown>): Promise<string[]> => {
  const { users, attempts, tickets, codes, aliases } = app.core.store;
  const seen: string[] = [];
  const watch = (name: string, repository: object): void => {
    for (const method of Object.keys(repository)) {
      const original = Reflect.get(repository, method) as (...given: unknown[]) => unknown;
      vi.spyOn(repository as Record<string, () => unknown>, method).mockImplementation(((...given: unknown[]) => {
        seen.push(`${name}.${method}`);
        return original(...given);
      }) as never);
    }
  };
  for (const [name, repository] of Object.entries({ users, attempts, tickets, codes, aliases })) {
    watch(name, repository);
  }
  const commit = vi.spyOn(app.core.store, 'commit');
  await attempt();
  const commits = commit.mock.calls.map(() => 'commit');
  vi.restoreAllMocks();
  return [...seen, ...commits].sort();
};

const PLAIN = ['attempts.find', 'users.byAlias'];

test.each([
  [
    'OFF',
    async (): Promise<Place> => {
      const { Id: poolId } = await createPool(app);
      return { poolId, clientId: (await createClient(app, poolId)).ClientId };
    },
  ],
  ['OPTIONAL', () => mfaPlace(app)],
] as const)('a password sign-in without MFA reads twice and writes nothing (%s)', async (_mode, place) => {
  const own = await place();
  const { username } = await createConfirmedUser(app, own.poolId);
  await byPassword(app, own, username, PASSWORD);
  expect(await asked(() => byPassword(app, own, username, PASSWORD))).toEqual(PLAIN);
});

test('the question for a software token costs no more, its answer two commits', async () => {
  const own = await mfaPlace(app);
  const { username, secret } = await enrolledUser(app, own);
  let session = '';
  const question = async () => {
    session = (await byPassword(app, own, username, PASSWORD)).Session as string;
  };
  expect(await asked(question)).toEqual(PLAIN);
  const given = { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: totp(app, secret) };
  const reply = await asked(() => answer(app, own, 'SOFTWARE_TOKEN_MFA', given, session));
  expect(reply.filter((name) => name === 'commit')).toHaveLength(2);
  expect(reply).not.toContain('codes.find');
});
