/**
 * What verifiers of identities' tokens read: `{issuer base}/identity/.well-known/openid-configuration` and `jwks.json`.
 * An issuer without a person to talk to has keys and no endpoints (OpenID Connect Discovery 1.0 section 3).
 */
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Core } from '../core/core.ts';
import { ensureKeys, IDENTITY_KEYS, identityIssuer } from '../core/identity-pools/tokens.ts';
import type { RequestEnv } from '../server/request-env.ts';

/** As for the keys of user pools (documents.ts). */
const CACHE = 'public, max-age=300';

type Needs = Pick<Core, 'clock' | 'random' | 'settings' | 'signer' | 'store'>;

export const identityIssuerRoutes = (core: Needs): Hono<{ Bindings: RequestEnv }> => {
  const routes = new Hono<{ Bindings: RequestEnv }>();
  const documentOf = (name: string, make: () => object | Promise<object>) =>
    routes.get(`/${IDENTITY_KEYS}/.well-known/${name}`, cors({ origin: '*', allowMethods: ['GET'] }), async (context) =>
      context.json(await make(), 200, { 'Cache-Control': CACHE }),
    );
  documentOf('jwks.json', async () => {
    await ensureKeys(core);
    return core.signer.jwks(IDENTITY_KEYS);
  });
  documentOf('openid-configuration', () => {
    const issuer = identityIssuer(core.settings);
    return {
      claims_supported: ['amr', 'aud', 'exp', 'iat', 'iss', 'sub'],
      id_token_signing_alg_values_supported: ['RS256'],
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
    };
  });
  return routes;
};
