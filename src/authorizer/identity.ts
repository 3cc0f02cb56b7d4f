/** Who a request speaks for, by the claims of a token or by the headers of a gateway in front. */

export interface Identity {
  readonly sub: string;
  readonly username: string | undefined;
  readonly groups: readonly string[];
  /** Of access tokens. */
  readonly scopes: readonly string[];
  readonly clientId: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const identityOf = (claims: Readonly<Record<string, unknown>>): Identity => {
  const groups = claims['cognito:groups'];
  return {
    sub: text(claims['sub']) ?? '',
    username: text(claims['cognito:username']) ?? text(claims['username']),
    groups: Array.isArray(groups) ? groups.map(String) : [],
    scopes: (text(claims['scope']) ?? '').split(' ').filter((scope) => scope !== ''),
    clientId: claims['token_use'] === 'id' ? text(claims['aud']) : text(claims['client_id']),
    claims,
  };
};

/**
 * For a backend that nobody reaches but through Poolhouse's gateway, or through a proxy that asks it (`identity-headers`,
 * forward authentication): the identity that its headers tell. Undefined where they tell none. Headers prove nothing by
 * themselves: the way in must be closed to everyone else.
 *
 * @param header reads a header by its lower-case name
 */
export const identityFromHeaders = (header: (name: string) => string | null | undefined): Identity | undefined => {
  const plain = (name: string): string | undefined => {
    const value = header(`x-poolhouse-${name}`);
    return value ? decoded(value) : undefined;
  };
  const sub = plain('sub');
  if (sub === undefined) return undefined;
  const groups = header('x-poolhouse-groups') ?? '';
  return {
    sub,
    username: plain('username'),
    groups: groups
      .split(',')
      .filter((group) => group !== '')
      .map(decoded),
    scopes: (plain('scope') ?? '').split(' ').filter((scope) => scope !== ''),
    clientId: plain('client-id'),
    claims: claimsIn(header('x-poolhouse-claims')),
  };
};

const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

const claimsIn = (value: string | null | undefined): Readonly<Record<string, unknown>> => {
  if (!value) return {};
  const bytes = Uint8Array.from(atob(value.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
};
