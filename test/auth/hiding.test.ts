/** PreventUserExistenceErrors: what a client may learn about who exists. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import {
  adminBegin,
  answer,
  begin,
  byPassword,
  bySrp,
  type Place,
  refused,
  srpAnswer,
  WRONG,
} from './support/house.ts';
import { srpClient } from './support/srp-client.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let app: TestApp;
let hiding: Place;
let legacy: Place;

const bothClients = async (poolId: string): Promise<[Place, Place]> => [
  { poolId, clientId: (await createClient(app, poolId, { PreventUserExistenceErrors: 'ENABLED' })).ClientId },
  { poolId, clientId: (await createClient(app, poolId, { PreventUserExistenceErrors: 'LEGACY' })).ClientId },
];

beforeAll(async () => {
  app = await startTestApp();
  [hiding, legacy] = await bothClients((await createPool(app, { UsernameConfiguration: { CaseSensitive: false } })).Id);
});
beforeEach(() => void vi.restoreAllMocks());
afterAll(() => app.stop());

const ask = async (at: Place, name: string): Promise<Record<string, string>> =>
  (await begin(app, at, 'USER_SRP_AUTH', { USERNAME: name, SRP_A: srpClient().SRP_A })).ChallengeParameters ?? {};

describe('a client that does not hide', () => {
  test('says that a user does not exist', async () => {
    const unknown = ['UserNotFoundException', 'User does not exist.'] as const;
    await refused(byPassword(app, legacy, 'nobody', PASSWORD), ...unknown);
    await refused(bySrp(app, legacy, 'nobody', PASSWORD), ...unknown);
    const given = { USERNAME: 'nobody', PASSWORD };
    await refused(adminBegin(app, legacy, 'ADMIN_USER_PASSWORD_AUTH', given), ...unknown);
  });
});

describe('a client that hides', () => {
  test('answers an unknown name as a wrong password', async () => {
    await refused(byPassword(app, hiding, 'nobody', PASSWORD), 'NotAuthorizedException', WRONG);
    await refused(bySrp(app, hiding, 'nobody', PASSWORD), 'NotAuthorizedException', WRONG);
    const given = { USERNAME: 'nobody', PASSWORD };
    const sent = adminBegin(app, hiding, 'ADMIN_USER_PASSWORD_AUTH', given);
    await refused(sent, 'NotAuthorizedException', WRONG);
  });

  test('puts the same challenge, by names and lengths', async () => {
    const { username } = await createConfirmedUser(app, hiding.poolId, { username: 'somebody' });
    const [known, unknown] = [await ask(hiding, username), await ask(hiding, 'anyother')];
    expect(Object.keys(unknown).sort()).toEqual(Object.keys(known).sort());
    expect(unknown['USER_ID_FOR_SRP']).toBe('anyother');
    const length = (asked: Record<string, string>) => asked['SECRET_BLOCK']?.length;
    expect(length(unknown)).toBe(length(known));
    expect(unknown['SALT']).toMatch(/^[0-9a-f]{20,32}$/);
    expect(Math.abs((unknown['SRP_B']?.length ?? 0) - (known['SRP_B']?.length ?? 0))).toBeLessThanOrEqual(4);
  });

  test('keeps to one salt a name and tells names apart by it', async () => {
    const [first, again, other] = [await ask(hiding, 'ghost'), await ask(hiding, 'GHOST'), await ask(hiding, 'wraith')];
    expect(again['SALT']).toBe(first['SALT']);
    expect(other['SALT']).not.toBe(first['SALT']);
    expect(again['SRP_B']).not.toBe(first['SRP_B']);
  });

  test('gives unknown e-mail addresses a user id of the form that known ones have', async () => {
    const [byMail] = await bothClients((await createPool(app, { UsernameAttributes: ['email'] })).Id);
    await createConfirmedUser(app, byMail.poolId, { username: 'known@example.com' });
    const [known, unknown, again] = [
      await ask(byMail, 'known@example.com'),
      await ask(byMail, 'unknown@example.com'),
      await ask(byMail, 'unknown@example.com'),
    ];
    expect(known['USER_ID_FOR_SRP']).toMatch(UUID);
    expect(unknown['USER_ID_FOR_SRP']).toMatch(UUID);
    expect(again['USER_ID_FOR_SRP']).toBe(unknown['USER_ID_FOR_SRP']);
    const length = (asked: Record<string, string>) => asked['SECRET_BLOCK']?.length;
    expect(length(unknown)).toBe(length(known));
    for (const name of ['known@example.com', 'unknown@example.com']) {
      await refused(bySrp(app, byMail, name, 'Wrong-horse-1'), 'NotAuthorizedException', WRONG);
    }
  });

  test('refuses an unknown name answered under the alias that was typed', async () => {
    const [byMail] = await bothClients((await createPool(app, { UsernameAttributes: ['email'] })).Id);
    const { given } = await srpAnswer(app, byMail, 'unknown@example.com', PASSWORD);
    const sent = answer(app, byMail, 'PASSWORD_VERIFIER', { ...given, USERNAME: 'unknown@example.com' });
    await refused(sent, 'NotAuthorizedException', WRONG);
  });
});

describe('the work done', () => {
  /** Powers, durable writes and seals opened: what an answer's time is made of. */
  const work = async (attempt: () => Promise<unknown>) => {
    const { srp, store, sealer } = app.core;
    const spies = [
      vi.spyOn(srp, 'challenge'),
      vi.spyOn(srp, 'sessionKey'),
      vi.spyOn(srp, 'matches'),
      vi.spyOn(store, 'commit'),
      vi.spyOn(sealer, 'open'),
    ];
    await attempt().catch(() => undefined);
    const counts = spies.map((spy) => spy.mock.calls.length);
    vi.restoreAllMocks();
    return counts;
  };

  /** A user who never had a password, as an import leaves them. */
  const passwordless = async (): Promise<string> => {
    const { username, sub } = await createConfirmedUser(app, hiding.poolId);
    const user = await app.core.store.users.bySub(hiding.poolId, sub);
    if (!user) throw new Error('the user is not there');
    await app.core.store.commit([app.core.store.users.update({ ...user, password: undefined })]);
    return username;
  };

  test.each([
    ['by password', byPassword, [0, 0, 1, 1, 1]],
    ['by SRP', bySrp, [1, 1, 0, 2, 3]],
  ] as const)(
    '%s is the same for unknown names, wrong passwords and users without one',
    async (_way, signIn, expected) => {
      const { username } = await createConfirmedUser(app, hiding.poolId);
      const bare = await passwordless();
      expect(await work(() => signIn(app, hiding, username, 'Wrong-horse-1'))).toEqual(expected);
      expect(await work(() => signIn(app, hiding, bare, 'Wrong-horse-1'))).toEqual(expected);
      expect(await work(() => signIn(app, hiding, `nobody-${crypto.randomUUID()}`, 'Wrong-horse-1'))).toEqual(expected);
    },
  );
});
