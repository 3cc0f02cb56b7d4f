/** Where the service itself asks an imitated provider: for tokens, the person's profile, keys and discovery. */
import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { MOCK_CLIENT_ID, mockBases } from '../core/federation/endpoints.ts';
import { constantTimeEqual } from '../crypto/compare.ts';
import { type Grant, TOKEN_LIFETIME } from './grants.ts';
import { issuerOf, keySet } from './likenesses/id-token.ts';
import type { ClientProof, Likeness } from './likenesses/likeness.ts';
import type { MockParts } from './parts.ts';

export const tokenRoutes = (parts: MockParts, likeness: Likeness): Hono => {
  const routes = new Hono();
  routes.on(['GET', 'POST'], '/token', async (c) => {
    const given = c.req.method === 'GET' ? c.req.query() : textsOf(await c.req.parseBody());
    const client = clientOf(c, given);
    if (client.clientId !== MOCK_CLIENT_ID || !(await likeness.knowsClient(parts, client))) {
      return c.json({ error: 'invalid_client' }, 401);
    }
    const grant = parts.grants.takeCode(given['code'] ?? '');
    if (!grant || !fits(likeness, grant, given)) return c.json({ error: 'invalid_grant' }, 400);
    return c.json({
      access_token: parts.grants.newToken(grant),
      token_type: 'bearer',
      expires_in: TOKEN_LIFETIME / 1_000,
      ...(await likeness.tokens(parts, grant)),
    });
  });
  if (likeness.profile) profileRoute(routes, parts, likeness, likeness.profile);
  if (likeness.inspection) inspectionRoute(routes, parts, likeness.path, likeness.inspection);
  if (likeness.issuesIdTokens) discoveryRoutes(routes, parts, likeness);
  return routes;
};

type Given = Readonly<Record<string, string | undefined>>;

const textsOf = (body: Readonly<Record<string, unknown>>): Given =>
  Object.fromEntries(Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

/** RFC 6749 section 2.3.1, both ways. */
const clientOf = (c: Context, given: Given): ClientProof => {
  const basic = /^Basic (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (basic === undefined) return { clientId: given['client_id'] ?? '', secret: given['client_secret'] ?? '' };
  const [clientId = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
  return { clientId, secret };
};

const fits = ({ path }: Likeness, { provider, redirectUri, challenge }: Grant, given: Given): boolean =>
  provider === path &&
  redirectUri === given['redirect_uri'] &&
  (challenge === undefined || constantTimeEqual(challenge, challengeOf(given['code_verifier'] ?? '')));

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

const profileRoute = (
  routes: Hono,
  { grants }: MockParts,
  { path }: Likeness,
  profile: NonNullable<Likeness['profile']>,
): void => {
  routes.on(['GET', 'POST'], profile.path, (c) => {
    const token = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? c.req.query('access_token') ?? '';
    const grant = grants.byToken(token);
    if (grant?.provider !== path) return c.json({ error: 'invalid_token' }, 401);
    const told = { person: grant.person, scope: grant.scope, subject: grant.person.subject ?? '' };
    return c.json(profile.tell(told, new URL(c.req.url).searchParams));
  });
};

const inspectionRoute = (
  routes: Hono,
  { grants, core }: MockParts,
  path: string,
  inspection: NonNullable<Likeness['inspection']>,
): void => {
  routes.get(inspection.path, (c) => {
    const grant = grants.byToken(c.req.query(inspection.parameter) ?? '');
    const subject = grant?.provider === path ? grant.person.subject : undefined;
    return c.json(inspection.tell(subject, Math.floor(core.clock.now() / 1_000)));
  });
};

const discoveryRoutes = (routes: Hono, parts: MockParts, { path }: Likeness): void => {
  routes.get('/keys', async (c) => c.json(await keySet(await parts.keys())));
  routes.get('/.well-known/openid-configuration', (c) => {
    const issuer = issuerOf(parts, path);
    return c.json({
      authorization_endpoint: `${mockBases(parts.core.settings).pages}/${path}/authorize`,
      id_token_signing_alg_values_supported: ['RS256'],
      issuer,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      token_endpoint: `${issuer}/token`,
    });
  });
};
