import { afterAll, beforeAll, expect, test } from 'vitest';
import { siteOfPool } from '../../src/core/domains/site.ts';
import { finishAuthorization } from '../../src/core/oauth/finish.ts';
import { checkedRequest } from '../../src/core/oauth/request.ts';
import { authorizationRequest, CALLBACK, search, startWorld, type World } from './support.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const finishAs = async (provider: string | undefined): Promise<URL> => {
  const { core, endpoint } = world.app;
  const site = await siteOfPool(core, world.poolId, endpoint);
  const user = await core.store.users.bySub(world.poolId, world.user.sub);
  if (!site || !user) throw new Error('no such site or user');
  const { client, request } = await checkedRequest(core, site, search(authorizationRequest(world)));
  const now = core.clock.now();
  return new URL(
    await finishAuthorization(core, site, client, request, { user, authTime: now, instant: now, provider }),
  );
};

test('whoever signs in as the client allows comes back with a code', async () => {
  const { origin, pathname, searchParams } = await finishAs(undefined);
  expect(`${origin}${pathname}`).toBe(CALLBACK);
  expect([...searchParams.keys()]).toEqual(['code', 'state']);
});

test('whoever comes by a provider that the client does not take is denied, whatever page let them', async () => {
  const { searchParams } = await finishAs('Google');
  expect(Object.fromEntries(searchParams)).toEqual({ error: 'access_denied', state: 'af0ifjsldkj' });
});
