/** Requests of apps are counted for the identity pool that they name, or whose identity they name. */
import { GetCredentialsForIdentityCommand, GetIdCommand } from '@aws-sdk/client-cognito-identity';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { idOf, makeIdentityPool, makeRole, type Setting, setRoles, startSetting, trustOf } from './support/setting.ts';

let app: Setting;

beforeAll(async () => {
  app = await startSetting({
    flags: { 'rate-limits': true, 'rate-limit-overrides': 'IdentityRead=4,IdentityCredentials=3' },
  });
});
afterAll(() => app.stop());

const openPool = async () => {
  const pool = await makeIdentityPool(app, undefined, { AllowUnauthenticatedIdentities: true });
  await setRoles(app, pool, { unauthenticated: await makeRole(app, trustOf(pool, 'unauthenticated')) });
  return { pool, id: await idOf(app, pool) };
};

const refusals = async (send: () => Promise<unknown>): Promise<number> => {
  const answers = await Promise.allSettled(Array.from({ length: 12 }, send));
  return answers.filter((each) => each.status === 'rejected' && each.reason.name === 'TooManyRequestsException').length;
};

it('of one pool, and not of another', async () => {
  const [one, two] = [await openPool(), await openPool()];
  expect(
    await refusals(() => app.identity.send(new GetCredentialsForIdentityCommand({ IdentityId: one.id }))),
  ).toBeGreaterThanOrEqual(7);
  expect(await refusals(() => app.identity.send(new GetIdCommand({ IdentityPoolId: one.pool })))).toBeGreaterThan(5);
  await app.identity.send(new GetCredentialsForIdentityCommand({ IdentityId: two.id }));
  await app.identity.send(new GetIdCommand({ IdentityPoolId: two.pool }));
});

it('of all made-up ones together', async () => {
  const madeUp = () => app.identity.send(new GetIdCommand({ IdentityPoolId: `us-east-1:${crypto.randomUUID()}` }));
  expect(await refusals(madeUp)).toBeGreaterThanOrEqual(6);
});
