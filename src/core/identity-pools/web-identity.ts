/** Somebody whom a provider vouches for, and why one is not believed. Services say it each in its own words. */

export interface WebIdentity {
  /** As login maps and policies name it: `accounts.google.com`, or a URL without `https://`. */
  readonly provider: string;
  /** Of providers that are registered in IAM. */
  readonly providerArn?: string | undefined;
  readonly issuer: string;
  readonly subject: string;
  /** The client id that the token was made for. */
  readonly audience: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * `malformed`: no token. `claim`: a required one is missing, named by `detail`. `expired`: `detail` is the claim, epoch
 * seconds. `provider`: nobody registered whom it comes from. `unreachable`: its keys could not be had. `revoked`: of
 * somebody who is gone, disabled or signed out.
 */
export type WebIdentityRefusal =
  | 'audience'
  | 'claim'
  | 'expired'
  | 'issuer'
  | 'malformed'
  | 'not-yet'
  | 'provider'
  | 'revoked'
  | 'signature'
  | 'unreachable';

export class WebIdentityRefused extends Error {
  readonly reason: WebIdentityRefusal;
  readonly detail: string;

  constructor(reason: WebIdentityRefusal, detail = '', options?: ErrorOptions) {
    super(`web identity refused: ${reason}`, options);
    this.name = 'WebIdentityRefused';
    this.reason = reason;
    this.detail = detail;
  }
}

type Claims = Readonly<Record<string, unknown>>;

const CLOCKS_DIFFER_S = 300;

/** Throws `WebIdentityRefused` where `sub` or `exp` is missing, or its time is over or has not come. */
export const assertCurrent = (claims: Claims, nowMs: number): void => {
  const now = Math.floor(nowMs / 1_000);
  const { exp, nbf } = claims;
  textClaim(claims, 'sub');
  if (typeof exp !== 'number') throw new WebIdentityRefused('claim', 'exp');
  if (exp <= now) throw new WebIdentityRefused('expired', String(exp));
  if (typeof nbf === 'number' && nbf > now + CLOCKS_DIFFER_S) throw new WebIdentityRefused('not-yet', String(nbf));
};

/** Throws `WebIdentityRefused`. */
export const textClaim = (claims: Claims, name: string): string => {
  const value = claims[name];
  if (typeof value !== 'string' || value === '') throw new WebIdentityRefused('claim', name);
  return value;
};

/** The one of the wanted client ids that the token is for. Throws `WebIdentityRefused`. */
export const audienceAmong = ({ aud, azp }: Claims, wanted: readonly string[]): string => {
  const named = [azp, aud].flat().filter((each) => typeof each === 'string');
  if (aud === undefined) throw new WebIdentityRefused('claim', 'aud');
  const found = named.find((each) => wanted.includes(each));
  if (found === undefined) throw new WebIdentityRefused('audience');
  return found;
};
