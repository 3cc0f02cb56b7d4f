/**
 * `/mocks`: a page with a button for people, and for tests `POST /mocks/{pool id}`, `DELETE /mocks/{pool id}`, and
 * `PUT /mocks/person`, which lets everybody in as one person without a page until `DELETE /mocks/person`.
 */
import { type Context, Hono, type Next } from 'hono';
import type { Pool } from '../core/pools/pool.ts';
import type { DoorParts } from './door.ts';
import { loginPage } from './login-page.ts';
import { type PoolRow, poolsPage } from './pages/pools-page.ts';
import { problemPage, shown } from './pages/show.ts';
import { BadChoice, type Choice, readChoice } from './people.ts';
import { addMocks, isMock, removeMocks } from './register.ts';

export interface Presets {
  get(): Choice | undefined;
  set(choice: Choice | undefined): void;
}

const MOST_SHOWN = 60;

export const manageRoutes = (door: DoorParts, presets: Presets): Hono => {
  const { core, parts } = door;
  const routes = new Hono();
  routes.use(ownRequests);
  routes.get('/', async (c) => {
    const rows = await rowsOf(door);
    return shown(c, (nonce) => poolsPage({ pools: rows, nonce }));
  });
  routes.put('/person', async (c) => {
    try {
      presets.set(readChoice((await c.req.json()) as Record<string, unknown>));
      return c.body(null, 204);
    } catch (error) {
      if (error instanceof BadChoice || error instanceof SyntaxError) return c.json({ message: error.message }, 400);
      throw error;
    }
  });
  routes.delete('/person', (c) => {
    presets.set(undefined);
    return c.body(null, 204);
  });
  routes.post('/:poolId', (c) =>
    withPool(c, door, async (pool) => {
      const registered = await addMocks(core, parts, pool);
      return isPage(c) ? c.redirect('/mocks', 303) : c.json(registered);
    }),
  );
  routes.delete('/:poolId', (c) =>
    withPool(c, door, async (pool) => {
      await removeMocks(core, parts, pool);
      return c.body(null, 204);
    }),
  );
  routes.post('/:poolId/remove', (c) =>
    withPool(c, door, async (pool) => {
      await removeMocks(core, parts, pool);
      return c.redirect('/mocks', 303);
    }),
  );
  return routes;
};

/** Browsers tell where a request comes from; other programs send no such header. */
const ownRequests = async (c: Context, next: Next): Promise<Response | undefined> => {
  const site = c.req.header('sec-fetch-site');
  if (c.req.method === 'GET' || site === undefined || site === 'same-origin') return void (await next());
  return problemPage(c, 'Only pages of this server may ask for that.', 403);
};

const isPage = (c: Context): boolean => c.req.header('accept')?.includes('text/html') ?? false;

const withPool = async (c: Context, { core }: DoorParts, act: (pool: Pool) => Promise<Response>): Promise<Response> => {
  const poolId = c.req.param('poolId') ?? '';
  const pool = await core.store.pools.byId(poolId);
  return pool ? act(pool) : c.json({ message: `User pool ${poolId} does not exist.` }, 404);
};

const rowsOf = async ({ core, owner }: DoorParts): Promise<PoolRow[]> => {
  const pools = await core.store.pools.list(owner, { limit: MOST_SHOWN });
  return Promise.all(
    pools.map(async (pool) => {
      const [providers, clients] = await Promise.all([
        core.store.identityProviders.list(pool.id, { limit: MOST_SHOWN }),
        core.store.clients.list(pool.id, { limit: MOST_SHOWN }),
      ]);
      const mocks = providers.filter(isMock).map(({ name }) => name);
      return { id: pool.id, name: pool.name, mocks, login: loginPage(core.settings, pool, clients) };
    }),
  );
};
