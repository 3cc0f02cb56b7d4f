import {
  AdminDeleteUserCommand,
  AdminUpdateUserAttributesCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { caseless, invite, list, look } from './support.ts';

const times = <Result>(count: number, task: (n: number) => Promise<Result>) =>
  Promise.allSettled(Array.from({ length: count }, (_, n) => task(n)));

const errors = (results: readonly PromiseSettledResult<unknown>[]): string[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as Error).name] : []));

const copies = (count: number, name: string): string[] => Array.from({ length: count }, () => name);

describe.each(['sqlite', 'postgres'] as const)('races on %s', (engine) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ engine });
  });
  afterAll(() => app.stop());

  const update = (UserPoolId: string, Username: string, attributes: Record<string, string>) =>
    app.cognito.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: list(attributes) }));

  it('let exactly one request have a name, whoever makes the user', async () => {
    const { Id } = await createPool(app, caseless);
    const { ClientId } = await createClient(app, Id);
    const results = await times(12, (n): Promise<unknown> => {
      if (n % 3 === 0) return app.cognito.send(new SignUpCommand({ ClientId, Username: 'RACED', Password: PASSWORD }));
      return invite(app, Id, 'raced');
    });
    expect(errors(results)).toEqual(copies(11, 'UsernameExistsException'));
    expect(await app.core.store.pools.countUsers(Id)).toBe(1);
  });

  it('let exactly one new user have an alias', async () => {
    const { Id } = await createPool(app, { AliasAttributes: ['email'] });
    const contact = { email: 'prize@example.com', email_verified: 'true' };
    const results = await times(8, (n) => invite(app, Id, `racer-${n}`, contact));
    expect(errors(results)).toEqual(copies(7, 'UsernameExistsException'));
    expect(await app.core.store.pools.countUsers(Id)).toBe(1);
  });

  it('leave a forced alias with one user, and verified for no other', async () => {
    const { Id } = await createPool(app, { AliasAttributes: ['email'] });
    const contact = { email: 'moving@example.com', email_verified: 'true' };
    const results = await times(6, (n) => invite(app, Id, `heir-${n}`, contact, { ForceAliasCreation: true }));
    expect(errors(results)).toEqual([]);
    const { Username } = await look(app, Id, 'moving@example.com');
    const users = await Promise.all(Array.from({ length: 6 }, (_, n) => look(app, Id, `heir-${n}`)));
    const verified = users.filter(({ attributes }) => attributes['email_verified'] === 'true');
    expect(verified.map((user) => user.Username)).toEqual([Username]);
  });

  it('let exactly one of several users verify an address', async () => {
    const { Id } = await createPool(app, { AliasAttributes: ['email'] });
    for (let n = 0; n < 6; n += 1) await invite(app, Id, `claims-${n}`, { email: 'one@example.com' });
    const results = await times(6, (n) => update(Id, `claims-${n}`, { email_verified: 'true' }));
    expect(errors(results)).toEqual(copies(5, 'AliasExistsException'));
  });

  it('lose no change of one user, however many come at once', async () => {
    const { Id } = await createPool(app);
    await invite(app, Id, 'busy');
    const names = ['name', 'given_name', 'family_name', 'nickname', 'locale'] as const;
    const change = (n: number) => [names[n % names.length] as string, `${n}`] as const;
    expect(errors(await times(40, (n) => update(Id, 'busy', Object.fromEntries([change(n)]))))).toEqual([]);
    const { attributes } = await look(app, Id, 'busy');
    const sent = Array.from({ length: 40 }, (_, n) => change(n));
    for (const name of names) expect(sent).toContainEqual([name, attributes[name]]);
    expect((await app.core.store.users.bySub(Id, attributes['sub'] as string))?.version).toBe(41);
  });

  it('between changes and a deletion end with no user, no name and no count', async () => {
    const { Id } = await createPool(app, { AliasAttributes: ['email'] });
    await invite(app, Id, 'doomed', { email: 'doomed@example.com', email_verified: 'true' });
    const results = await times(9, (n): Promise<unknown> => {
      if (n === 4) return app.cognito.send(new AdminDeleteUserCommand({ UserPoolId: Id, Username: 'doomed' }));
      return update(Id, 'doomed', { email: `doomed-${n}@example.com`, email_verified: 'true' });
    });
    expect(results[4]?.status).toBe('fulfilled');
    expect(new Set(errors(results))).toEqual(new Set(errors(results).length > 0 ? ['UserNotFoundException'] : []));
    expect(await app.core.store.pools.countUsers(Id)).toBe(0);
    for (let n = 0; n < 9; n += 1) {
      expect(await app.core.store.aliases.find(Id, 'email', `doomed-${n}@example.com`)).toBeUndefined();
    }
    await invite(app, Id, 'doomed', { email: 'doomed@example.com', email_verified: 'true' });
  });
});
