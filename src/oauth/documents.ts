/** Where Cognito has them: `/{pool id}/.well-known/jwks.json` and `openid-configuration`. */
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Core } from '../core/core.ts';
import type { RequestEnv } from '../server/request-env.ts';
import { discoveryDocument } from './discovery.ts';

/** As long as a rotated key may stay unknown to a verifier that asks no more often. */
const CACHE = 'public, max-age=300';

export const documentRoutes = (
  core: Pick<Core, 'settings' | 'directory' | 'signer'>,
): Hono<{ Bindings: RequestEnv }> => {
  const routes = new Hono<{ Bindings: RequestEnv }>();
  const documentOf = (name: string, make: (poolId: string) => object | Promise<object>) =>
    routes.get(`/:poolId/.well-known/${name}`, cors({ origin: '*', allowMethods: ['GET'] }), async (context) => {
      const poolId = context.req.param('poolId') ?? '';
      if (!(await core.directory.findPool(poolId))) {
        return context.json({ message: `User pool ${poolId} does not exist.` }, 404);
      }
      return context.json(await make(poolId), 200, { 'Cache-Control': CACHE });
    });
  documentOf('jwks.json', (poolId) => core.signer.jwks(poolId));
  documentOf('openid-configuration', (poolId) => discoveryDocument(core.settings, poolId));
  return routes;
};
