/**
 * ID and access tokens of this service's own user pools. Amazon's API Gateway does not ask whether a token has been
 * revoked or its user disabled; here that is asked unless the operator says otherwise (`gateway-revocation`).
 *
 * What was found about a token is kept for a second: so long as keys and pools are kept anyway, and the longest that a
 * revocation takes to count.
 */
import { type Core, issuerOf } from '../../core/core.ts';
import { instantOf, isSignedOut } from '../../core/tokens/origin.ts';
import { unverifiedPayload } from '../../crypto/jws.ts';

export type TokenCore = Pick<Core, 'settings' | 'store' | 'clock' | 'signer' | 'directory'>;

export interface PoolToken {
  readonly poolId: string;
  readonly use: 'id' | 'access';
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly claims: Readonly<Record<string, unknown>>;
}

export type TokenFault = 'expired' | 'invalid' | 'revoked';

export interface PoolTokens {
  /** Of which pool; whether it is still good there. */
  verify(token: string): Promise<PoolToken | TokenFault>;
}

interface Kept {
  readonly found: PoolToken | TokenFault;
  readonly until: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

const KEPT_MS = 1_000;
const MOST_KEPT = 5_000;
/** Longer than any token that pools make; HTTP servers take no longer headers. */
const MOST_CHARACTERS = 16_384;

export const createPoolTokens = (core: TokenCore, options: { readonly revocation: boolean }): PoolTokens => {
  const kept = new Map<string, Kept>();
  const keep = (token: string, found: PoolToken | TokenFault, now: number): void => {
    const expiresAt = typeof found === 'string' ? Number.POSITIVE_INFINITY : Number(found.claims['exp']) * 1000;
    kept.delete(token);
    kept.set(token, { found, until: now + KEPT_MS, expiresAt });
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  };
  return {
    async verify(token) {
      const now = core.clock.now();
      const known = kept.get(token);
      if (known && now < known.until && known.until - now <= KEPT_MS) {
        return now >= known.expiresAt ? 'expired' : known.found;
      }
      if (token.length > MOST_CHARACTERS) return 'invalid';
      const found = await check(core, token, options.revocation);
      keep(token, found, now);
      return found;
    },
  };
};

const check = async (core: TokenCore, token: string, revocation: boolean): Promise<PoolToken | TokenFault> => {
  const proved = await prove(core, token);
  if (typeof proved === 'string' || !revocation) return proved;
  return (await isCurrent(core, proved)) ? proved : 'revoked';
};

/** The issuer and the use only say which keys to try: nothing of the token is believed before its signature is proved. */
const prove = async (core: TokenCore, token: string): Promise<PoolToken | TokenFault> => {
  const said = unverifiedPayload(token);
  const base = issuerOf(core.settings, '');
  const { iss, token_use: use } = said ?? {};
  if (typeof iss !== 'string' || !iss.startsWith(base) || (use !== 'id' && use !== 'access')) return 'invalid';
  const poolId = iss.slice(base.length);
  if (!/^[\w-]+_[0-9a-zA-Z]+$/.test(poolId) || !(await core.directory.findPool(poolId))) return 'invalid';
  const claims = await core.signer.verify(poolId, use, token);
  if (claims?.['iss'] !== iss || claims['token_use'] !== use) return 'invalid';
  const { exp, nbf, scope, sub } = claims;
  const clientId = claims[use === 'id' ? 'aud' : 'client_id'];
  if (typeof exp !== 'number' || typeof sub !== 'string' || typeof clientId !== 'string') return 'invalid';
  const now = core.clock.now();
  if (exp * 1000 <= now) return 'expired';
  if (typeof nbf === 'number' && nbf * 1000 > now) return 'invalid';
  const scopes = use === 'access' && typeof scope === 'string' ? scope.split(' ').filter((each) => each !== '') : [];
  return { poolId, use, clientId, scopes, claims };
};

/** The client is there, the user is there, enabled, and has not signed out everywhere since. */
const isCurrent = async (core: TokenCore, { poolId, clientId, claims }: PoolToken): Promise<boolean> => {
  const sub = String(claims['sub']);
  const family = claims['origin_jti'];
  const ofMachine = sub === clientId;
  const [client, user, isRevoked] = await Promise.all([
    core.directory.findClient(clientId),
    ofMachine ? undefined : core.store.users.bySub(poolId, sub),
    typeof family === 'string' && core.store.revocations.isRevoked(poolId, family),
  ]);
  if (client?.poolId !== poolId || isRevoked) return false;
  if (ofMachine) return true;
  if (!user?.enabled) return false;
  const { jti } = claims;
  return typeof jti !== 'string' || !isSignedOut(user, instantOf(jti));
};
