/** Authorization codes and access tokens of the imitated providers: in memory, once and for a short while. */
import type { Clock, Random } from '../core/ports.ts';
import type { MockPerson } from './people.ts';

export interface Grant {
  readonly provider: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly nonce?: string | undefined;
  /** PKCE, S256. */
  readonly challenge?: string | undefined;
  readonly person: MockPerson;
}

export interface Grants {
  newCode(grant: Grant): string;
  /** A code is good for one asking. */
  takeCode(code: string): Grant | undefined;
  newToken(grant: Grant): string;
  byToken(token: string): Grant | undefined;
}

const CODE_LIFETIME = 60_000;
/** Milliseconds. */
export const TOKEN_LIFETIME = 3_600_000;
const MOST = 10_000;

interface Kept {
  readonly grant: Grant;
  readonly until: number;
}

export const createGrants = ({ clock, random }: { readonly clock: Clock; readonly random: Random }): Grants => {
  const codes = new Map<string, Kept>();
  const tokens = new Map<string, Kept>();
  const keep = (into: Map<string, Kept>, grant: Grant, lifetime: number): string => {
    const made = Buffer.from(random.bytes(24)).toString('base64url');
    into.set(made, { grant, until: clock.now() + lifetime });
    const [oldest] = into.keys();
    if (into.size > MOST && oldest !== undefined) into.delete(oldest);
    return made;
  };
  const find = (from: Map<string, Kept>, key: string): Grant | undefined => {
    const kept = from.get(key);
    return kept && clock.now() < kept.until ? kept.grant : undefined;
  };
  return {
    newCode: (grant) => keep(codes, grant, CODE_LIFETIME),
    takeCode: (code) => {
      const grant = find(codes, code);
      codes.delete(code);
      return grant;
    },
    newToken: (grant) => keep(tokens, grant, TOKEN_LIFETIME),
    byToken: (token) => find(tokens, token),
  };
};
