/**
 * The OAuth and OpenID Connect door. Today: the two documents that verifiers of a pool's tokens read, where Cognito has
 * them. Discovery announces what exists and nothing else, so the endpoints of the hosted pages are not in it yet.
 */
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Core } from '../core/core.ts';
import { discoveryDocument } from './discovery.ts';

export type OAuthCore = Pick<Core, 'settings' | 'directory' | 'signer'>;

/** As long as a rotated key may stay unknown to a verifier that asks no more often. */
const CACHE = 'public, max-age=300';

export function createOauthDoor(core: OAuthCore): Hono {
  const door = new Hono();
  const documentOf = (name: string, make: (poolId: string) => object | Promise<object>) =>
    door.get(`/:poolId/.well-known/${name}`, cors({ origin: '*', allowMethods: ['GET'] }), async (context) => {
      const poolId = context.req.param('poolId') ?? '';
      if (!(await core.directory.findPool(poolId))) {
        return context.json({ message: `User pool ${poolId} does not exist.` }, 404);
      }
      return context.json(await make(poolId), 200, { 'Cache-Control': CACHE });
    });
  documentOf('jwks.json', (poolId) => core.signer.jwks(poolId));
  documentOf('openid-configuration', (poolId) => discoveryDocument(core.settings, poolId));
  return door;
}
