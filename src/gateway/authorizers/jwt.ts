/**
 * JWT authorizers of HTTP APIs: issuer, audience, instants, scopes.
 * Source: API Gateway developer guide, "Control access to HTTP APIs with JWT authorizers" (RFC 6750 section 3.1 has the
 * words of www-authenticate).
 *
 * The issuer of a document that was written for Amazon (`https://cognito-idp.{region}.amazonaws.com/{pool}`) is the
 * pool of that id, where it is here.
 */
import { type Core, issuerOf } from '../../core/core.ts';
import { Refused } from '../answers.ts';
import type { Authorizer } from '../api.ts';
import type { Call, Identity } from '../call.ts';
import { readValue } from '../values.ts';
import { tokenIn } from './bearer.ts';
import type { ForeignTokens } from './foreign-tokens.ts';
import type { PoolTokens } from './pool-tokens.ts';

type JwtAuthorizer = Extract<Authorizer, { kind: 'jwt' }>;
type Claims = Readonly<Record<string, unknown>>;

export interface JwtParts {
  readonly core: Pick<Core, 'settings' | 'directory'>;
  readonly pools: PoolTokens;
  readonly foreign: ForeignTokens;
}

/** Throws `Refused`. */
export const checkJwt = async (parts: JwtParts, authorizer: JwtAuthorizer, call: Call): Promise<Identity> => {
  const token = tokenIn(readValue(call, authorizer.source));
  if (token === undefined) throw unauthorized();
  const claims = await claimsOf(parts, authorizer.issuer, token);
  if (typeof claims === 'string') throw unauthorized('invalid_token', SAID[claims]);
  if (!isForUs(claims, authorizer.audience)) {
    throw unauthorized('invalid_token', 'the token does not have a valid audience');
  }
  const scopes = scopesOf(claims);
  const wanted = call.route.scopes;
  if (wanted.length > 0 && !wanted.some((scope) => scopes.includes(scope))) {
    const scope = `scope="${wanted.join(' ')}"`;
    const said = 'error="insufficient_scope" error_description="the token does not have the required scopes"';
    throw new Refused('ACCESS_DENIED', { headers: { 'www-authenticate': `Bearer ${scope} ${said}` } });
  }
  return { kind: 'claims', claims, scopes: wanted.filter((scope) => scopes.includes(scope)) };
};

const SAID = {
  expired: 'the token has expired',
  invalid: 'the token is not valid',
  revoked: 'the token has been revoked',
  unavailable: 'the keys of the issuer cannot be read',
} as const;

const unauthorized = (error?: string, description?: string): Refused => {
  const detail = error === undefined ? '' : ` scope="" error="${error}" error_description="${description}"`;
  return new Refused('UNAUTHORIZED', { headers: { 'www-authenticate': `Bearer${detail}` } });
};

const claimsOf = async (parts: JwtParts, issuer: string, token: string): Promise<Claims | keyof typeof SAID> => {
  const poolId = await ownPool(parts, issuer);
  if (poolId === undefined) return parts.foreign.verify(issuer, token);
  const found = await parts.pools.verify(token);
  if (typeof found === 'string') return found;
  return found.poolId === poolId ? found.claims : 'invalid';
};

const AMAZON = /^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com(?:\.cn)?\/([\w-]+_[0-9a-zA-Z]+)$/;

const ownPool = async ({ core }: JwtParts, issuer: string): Promise<string | undefined> => {
  const base = issuerOf(core.settings, '');
  if (issuer.startsWith(base)) return issuer.slice(base.length);
  const poolId = AMAZON.exec(issuer)?.[1];
  return poolId !== undefined && (await core.directory.findPool(poolId)) ? poolId : undefined;
};

/** `client_id` counts only where there is no `aud`. */
const isForUs = ({ aud, client_id: clientId }: Claims, audience: readonly string[]): boolean =>
  [aud ?? clientId ?? []].flat().some((each) => audience.includes(String(each)));

const scopesOf = ({ scope, scp }: Claims): string[] => {
  const given = scope ?? scp ?? [];
  return typeof given === 'string' ? given.split(' ') : Array.isArray(given) ? given.map(String) : [];
};
