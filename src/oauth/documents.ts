/** Where Cognito has them: `/{pool id}/.well-known/jwks.json` and `openid-configuration`. */
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Core } from '../core/core.ts';
import type { Pool } from '../core/pools/pool.ts';
import type { RequestEnv } from '../server/request-env.ts';
import { discoveryDocument } from './discovery.ts';

/** As long as a rotated key may stay unknown to a verifier that asks no more often. */
const CACHE = 'public, max-age=300';

export const documentRoutes = (
  core: Pick<Core, 'settings' | 'directory' | 'signer'>,
): Hono<{ Bindings: RequestEnv }> => {
  const routes = new Hono<{ Bindings: RequestEnv }>();
  const documentOf = (name: string, make: (pool: Pool) => object | Promise<object>) =>
    routes.get(`/:poolId/.well-known/${name}`, cors({ origin: '*', allowMethods: ['GET'] }), async (context) => {
      context.env.facts.door = 'oauth';
      const poolId = context.req.param('poolId') ?? '';
      const pool = await core.directory.findPool(poolId);
      if (!pool) return context.json({ message: `User pool ${poolId} does not exist.` }, 404);
      return context.json(await make(pool), 200, { 'Cache-Control': CACHE });
    });
  documentOf('jwks.json', ({ id }) => core.signer.jwks(id));
  documentOf('openid-configuration', (pool) => discoveryDocument(core.settings, pool));
  return routes;
};
