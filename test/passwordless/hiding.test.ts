/** What a client that hides which users exist may learn in a choice-based sign-in: form, length and work are alike. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { answer, type Place } from '../auth/support/house.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { choose, makePlace, reachable, select } from './support.ts';

let app: TestApp;
let place: Place;
let known: string;
/** As long as the known one. */
let unknown: string;

beforeAll(async () => {
  app = await startTestApp();
  place = await makePlace(app, ['PASSWORD', 'EMAIL_OTP'], {}, { PreventUserExistenceErrors: 'ENABLED' });
  ({ username: known } = await reachable(app, place));
  unknown = `user-${crypto.randomUUID()}`;
});
beforeEach(() => void vi.restoreAllMocks());
afterAll(() => app.stop());

/** Powers, durable writes, seals opened and messages made: what an answer's time is made of. */
const work = async <Result>(attempt: () => Promise<Result>) => {
  const { srp, store, sealer, outbox } = app.core;
  const spies = [
    vi.spyOn(srp, 'challenge'),
    vi.spyOn(srp, 'matches'),
    vi.spyOn(store, 'commit'),
    vi.spyOn(sealer, 'open'),
    vi.spyOn(outbox, 'post'),
  ];
  const result = await attempt().catch((error: Error) => `${error.name}: ${error.message}`);
  const counts = spies.map((spy) => spy.mock.calls.length);
  vi.restoreAllMocks();
  return { counts, result };
};

const both = async <Result>(attempt: (name: string) => Promise<Result>) => {
  const [real, made] = [await work(() => attempt(known)), await work(() => attempt(unknown))];
  expect(made.counts).toEqual(real.counts);
  return [real.result, made.result] as const;
};

type Asked = Awaited<ReturnType<typeof choose>>;

const alike = (real: Asked | string, made: Asked | string): void => {
  if (typeof real === 'string' || typeof made === 'string')
    throw new Error(`refused: ${String(real)}, ${String(made)}`);
  expect(made.ChallengeName).toBe(real.ChallengeName);
  expect(made.AvailableChallenges).toEqual(real.AvailableChallenges);
  expect(Object.keys(made.ChallengeParameters ?? {})).toEqual(Object.keys(real.ChallengeParameters ?? {}));
  expect(made.Session?.length).toBe(real.Session?.length);
};

describe('a name that nobody has', () => {
  test.each(['', 'PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'])('is asked alike (%j)', async (preferred) => {
    alike(...(await both((name) => choose(app, place, name, preferred))));
  });

  test.each(['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'])('may choose %s alike', async (choice) => {
    const sessions = new Map<string, string | undefined>();
    for (const name of [known, unknown]) sessions.set(name, (await choose(app, place, name)).Session);
    alike(...(await both((name) => select(app, place, name, sessions.get(name), choice))));
  });

  test.each([
    ['PASSWORD', { PASSWORD: 'Wrong-horse-1' }],
    ['EMAIL_OTP', { EMAIL_OTP_CODE: '12345' }],
  ])('fails alike (%s)', async (challenge, given) => {
    const sessions = new Map<string, string | undefined>();
    for (const name of [known, unknown]) sessions.set(name, (await choose(app, place, name, challenge)).Session);
    const [real, made] = await both((name) =>
      answer(app, place, challenge, { USERNAME: name, ...given }, sessions.get(name)),
    );
    expect(made).toBe(real);
    expect(made).toMatch(/^(NotAuthorized|CodeMismatch)Exception: /);
  });
});
