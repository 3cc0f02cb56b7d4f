/** Identities: who gets which, how logins come to them and leave them. */
import {
  DeleteIdentitiesCommand,
  DescribeIdentityCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  ListIdentitiesCommand,
  UnlinkIdentityCommand,
} from '@aws-sdk/client-cognito-identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  credentialsOf,
  idOf,
  type Logins,
  makeIdentityPool,
  makeRole,
  makeUserPool,
  type Setting,
  setRoles,
  somebody,
  startSetting,
  trustOf,
  type UserPool,
} from './support/setting.ts';

let app: Setting;
/** Two providers, so that one person can have two logins. */
let first: UserPool;
let second: UserPool;
let pool: string;

beforeAll(async () => {
  app = await startSetting();
  first = await makeUserPool(app);
  second = await makeUserPool(app);
  pool = await makeIdentityPool(app, undefined, {
    AllowUnauthenticatedIdentities: true,
    CognitoIdentityProviders: [first, second].map(({ provider, clientId }) => ({
      ProviderName: provider,
      ClientId: clientId,
    })),
  });
  await setRoles(app, pool, {
    authenticated: await makeRole(app, trustOf(pool)),
    unauthenticated: await makeRole(app, trustOf(pool, 'unauthenticated')),
  });
});
afterAll(() => app.stop());

const loginAt = async (users: UserPool): Promise<Logins> => {
  const { idToken } = await somebody(app, users);
  return { [users.provider]: idToken };
};

const describeIdentity = (IdentityId: string) => app.identity.send(new DescribeIdentityCommand({ IdentityId }));

const notAuthorized = (message: string) => expect.objectContaining({ name: 'NotAuthorizedException', message });
const forbidden = (id: string) => notAuthorized(`Access to Identity '${id}' is forbidden.`);
const DO_NOT_MATCH = "Logins don't match. Please include at least one valid login for this identity or identity pool.";
const CONFLICT = expect.objectContaining({
  name: 'ResourceConflictException',
  message: 'Logins are already linked to another account.',
});

describe('GetId', () => {
  it('makes a guest each time, where guests are allowed', async () => {
    const [one, two] = [await idOf(app, pool), await idOf(app, pool)];
    expect(one).not.toBe(two);
    const closed = await makeIdentityPool(app, first);
    await expect(idOf(app, closed)).rejects.toEqual(
      notAuthorized('Unauthenticated access is not supported for this identity pool.'),
    );
  });

  it('finds the identity of a login, and links a further login to it', async () => {
    const [one, two] = [await loginAt(first), await loginAt(second)];
    const id = await idOf(app, pool, one);
    expect(await idOf(app, pool, { ...one, ...two })).toBe(id);
    expect(await idOf(app, pool, two)).toBe(id);
    const { Logins: linked, CreationDate, LastModifiedDate } = await describeIdentity(id);
    expect(linked?.sort()).toEqual([first.provider, second.provider].sort());
    expect(LastModifiedDate?.getTime()).toBeGreaterThanOrEqual(CreationDate?.getTime() ?? Number.POSITIVE_INFINITY);
  });

  it('refuses logins of two identities', async () => {
    const [one, two] = [await loginAt(first), await loginAt(second)];
    await idOf(app, pool, one);
    await idOf(app, pool, two);
    await expect(idOf(app, pool, { ...one, ...two })).rejects.toEqual(CONFLICT);
  });

  it('gives one identity to one login, however many ask at once', async () => {
    const one = await loginAt(first);
    const ids = await Promise.all(Array.from({ length: 12 }, () => idOf(app, pool, one)));
    expect(new Set(ids).size).toBe(1);
  });

  it('knows another account’s pool by nobody’s account id', async () => {
    const asked = new GetIdCommand({ IdentityPoolId: pool, AccountId: '999999999999' });
    await expect(app.identity.send(asked)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const own = new GetIdCommand({ IdentityPoolId: pool, AccountId: '000000000000' });
    expect((await app.identity.send(own)).IdentityId).toMatch(/^us-east-1:/);
  });
});

describe('a guest', () => {
  it('keeps the identity when signing in for the first time', async () => {
    const guest = await idOf(app, pool);
    const one = await loginAt(first);
    expect((await credentialsOf(app, guest, one)).identityId).toBe(guest);
    expect(await idOf(app, pool, one)).toBe(guest);
    await expect(credentialsOf(app, guest)).rejects.toEqual(forbidden(guest));
  });

  it('goes over into the identity that the login has already', async () => {
    const one = await loginAt(first);
    const known = await idOf(app, pool, one);
    const guest = await idOf(app, pool);
    expect((await credentialsOf(app, guest, one)).identityId).toBe(known);
    await expect(credentialsOf(app, guest)).rejects.toEqual(forbidden(guest));
    await expect(credentialsOf(app, guest, one)).rejects.toEqual(forbidden(guest));
    expect((await credentialsOf(app, known, one)).identityId).toBe(known);
  });

  it('becomes one person, when two sign in at once', async () => {
    const guest = await idOf(app, pool);
    const logins = await Promise.all([loginAt(first), loginAt(first)]);
    const answers = await Promise.allSettled(logins.map((each) => credentialsOf(app, guest, each)));
    const won = answers.filter(({ status }) => status === 'fulfilled');
    expect(won).toHaveLength(1);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { message: DO_NOT_MATCH } });
    expect((await describeIdentity(guest)).Logins).toEqual([first.provider]);
  });

  it('is refused where guests are no longer allowed', async () => {
    const open = await makeIdentityPool(app, first, { AllowUnauthenticatedIdentities: true });
    const guest = await idOf(app, open);
    const stored = await app.core.store.identityPools.byId(open);
    if (!stored) throw new Error('no pool');
    await app.core.store.commit([
      app.core.store.identityPools.update({
        ...stored,
        settings: { ...stored.settings, allowUnauthenticated: false },
      }),
    ]);
    app.clock.advance(1_500);
    await expect(credentialsOf(app, guest)).rejects.toEqual(
      notAuthorized('Unauthenticated access is not supported for this identity pool.'),
    );
  });
});

describe('who has signed in', () => {
  it('must show a login of that identity', async () => {
    const [one, two] = [await loginAt(first), await loginAt(first)];
    const id = await idOf(app, pool, one);
    await expect(credentialsOf(app, id)).rejects.toEqual(forbidden(id));
    await expect(credentialsOf(app, id, two)).rejects.toEqual(notAuthorized(DO_NOT_MATCH));
    await idOf(app, pool, two);
    await expect(credentialsOf(app, id, two)).rejects.toEqual(notAuthorized(DO_NOT_MATCH));
  });

  it('links a further login, unless somebody has it', async () => {
    const [one, two, three] = [await loginAt(first), await loginAt(second), await loginAt(second)];
    const id = await idOf(app, pool, one);
    await credentialsOf(app, id, { ...one, ...two });
    expect(await idOf(app, pool, two)).toBe(id);
    await idOf(app, pool, three);
    await expect(credentialsOf(app, id, { ...one, ...three })).rejects.toEqual(CONFLICT);
  });

  it('is not found under a changed id, nor in another pool', async () => {
    const one = await loginAt(first);
    const id = await idOf(app, pool, one);
    const changed = id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    await expect(credentialsOf(app, changed, one)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Identity '${changed}' not found.`,
    });
    const other = await makeIdentityPool(app, second);
    const two = await loginAt(second);
    const there = await idOf(app, other, two);
    await expect(credentialsOf(app, there, one)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('UnlinkIdentity', () => {
  const unlink = (IdentityId: string, Logins: Logins, LoginsToRemove: string[]) =>
    app.identity.send(new UnlinkIdentityCommand({ IdentityId, Logins, LoginsToRemove }));

  it('takes a login away; it is a new identity’s from then on', async () => {
    const [one, two] = [await loginAt(first), await loginAt(second)];
    const id = await idOf(app, pool, { ...one, ...two });
    await unlink(id, one, [second.provider]);
    expect((await describeIdentity(id)).Logins).toEqual([first.provider]);
    expect(await idOf(app, pool, two)).not.toBe(id);
  });

  it('makes the identity inaccessible with its last login', async () => {
    const one = await loginAt(first);
    const id = await idOf(app, pool, one);
    await unlink(id, one, [first.provider]);
    await expect(credentialsOf(app, id, one)).rejects.toEqual(forbidden(id));
    await expect(credentialsOf(app, id)).rejects.toEqual(forbidden(id));
  });

  it('is for who can show one of its logins', async () => {
    const [one, two] = [await loginAt(first), await loginAt(second)];
    const id = await idOf(app, pool, one);
    await expect(unlink(id, two, [first.provider])).rejects.toEqual(notAuthorized(DO_NOT_MATCH));
    expect((await describeIdentity(id)).Logins).toEqual([first.provider]);
  });
});

describe('the pool’s owner', () => {
  it('lists identities in pages, those that are disabled on request', async () => {
    const own = await makeIdentityPool(app, first, { AllowUnauthenticatedIdentities: true });
    await setRoles(app, own, { authenticated: await makeRole(app, trustOf(own)) });
    const one = await loginAt(first);
    const known = await idOf(app, own, one);
    const guests = [await idOf(app, own), await idOf(app, own), await idOf(app, own)];
    await credentialsOf(app, guests[0] ?? '', one);
    const all = async (HideDisabled?: boolean): Promise<string[]> => {
      const ids: string[] = [];
      for (let NextToken: string | undefined; ; ) {
        const page = await app.identity.send(
          new ListIdentitiesCommand({ IdentityPoolId: own, MaxResults: 2, NextToken, HideDisabled }),
        );
        ids.push(...(page.Identities ?? []).map(({ IdentityId = '' }) => IdentityId));
        NextToken = page.NextToken;
        if (NextToken === undefined) return ids;
      }
    };
    expect((await all()).sort()).toEqual([known, ...guests].sort());
    expect((await all(true)).sort()).toEqual([known, ...guests.slice(1)].sort());
  });

  it('deletes identities; the login gets a new one', async () => {
    const one = await loginAt(first);
    const id = await idOf(app, pool, one);
    const { UnprocessedIdentityIds } = await app.identity.send(
      new DeleteIdentitiesCommand({ IdentityIdsToDelete: [id, 'us-east-1:00000000-0000-4000-8000-000000000000'] }),
    );
    expect(UnprocessedIdentityIds).toEqual([]);
    await expect(describeIdentity(id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(credentialsOf(app, id, one)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await idOf(app, pool, one)).not.toBe(id);
  });

  it('deletes nobody else’s', async () => {
    const id = await idOf(app, pool);
    const elsewhere = app.identityAs({ accessKeyId: 'test', secretAccessKey: 'test' }, 'eu-west-1');
    const { UnprocessedIdentityIds } = await elsewhere.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [id] }));
    expect(UnprocessedIdentityIds).toEqual([{ IdentityId: id, ErrorCode: 'AccessDenied' }]);
    await expect(elsewhere.send(new DescribeIdentityCommand({ IdentityId: id }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect((await app.identity.send(new GetCredentialsForIdentityCommand({ IdentityId: id }))).IdentityId).toBe(id);
  });
});
