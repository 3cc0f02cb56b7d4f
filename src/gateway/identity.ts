/** Who was let in, in the words that events, mappings and headers have for it. */
import { type Principal, principalArn, principalId } from '../core/credentials/principal.ts';
import type { Identity } from './call.ts';

/** REST APIs: every claim is text; lists have commas between, instants are dates. */
export const restClaims = (claims: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, restClaim(name, value)]));

const restClaim = (name: string, value: unknown): string => {
  if ((name === 'exp' || name === 'iat') && typeof value === 'number') return utcDate(value * 1000);
  if (Array.isArray(value)) return value.map(String).join(',');
  return textOf(value);
};

/** `Thu Nov 26 17:12:53 UTC 2020` */
const utcDate = (ms: number): string => {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(ms).toUTCString().split(' ');
  return `${day.slice(0, 3)} ${month} ${date} ${time} UTC ${year}`;
};

/** HTTP APIs: every claim is text; lists stand in brackets. */
export const httpClaims = (claims: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.map(String).join(' ')}]` : textOf(value),
    ]),
  );

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

export interface CognitoIdentity {
  readonly identityId: string | null;
  readonly identityPoolId: string | null;
  readonly authenticationType: string | null;
  readonly authenticationProvider: string | null;
}

const NOBODY: CognitoIdentity = {
  identityId: null,
  identityPoolId: null,
  authenticationType: null,
  authenticationProvider: null,
};

/** Of credentials from an identity pool. */
export const cognitoIdentityOf = (principal: Principal): CognitoIdentity => {
  const keys = principal.session?.federation?.keys ?? {};
  const one = (name: string): string | undefined => [keys[`cognito-identity.amazonaws.com:${name}`] ?? []].flat()[0];
  const sub = one('sub');
  if (sub === undefined) return NOBODY;
  const [type, ...providers] = [keys['cognito-identity.amazonaws.com:amr'] ?? []].flat();
  return {
    identityId: sub,
    identityPoolId: one('aud') ?? null,
    authenticationType: type ?? null,
    authenticationProvider: providers.length > 0 ? providers.join(',') : null,
  };
};

/** `caller`, `user`, `userArn` of requestContext.identity. */
export const iamIdentityOf = ({ principal, accessKeyId }: Extract<Identity, { kind: 'iam' }>) => ({
  accessKey: accessKeyId,
  accountId: principal.account,
  caller: principalId(principal),
  user: principalId(principal),
  userArn: principalArn(principal),
});

/** The short list that proxied requests carry in headers. */
export interface Facts {
  readonly sub?: string;
  readonly username?: string;
  readonly groups?: readonly string[];
  readonly scope?: string;
  readonly clientId?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly identityId?: string;
  readonly arn?: string;
  readonly principal?: string;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const factsOf = (identity: Identity): Facts => {
  switch (identity.kind) {
    case 'none':
      return {};
    case 'claims':
      return ofClaims(identity.claims);
    case 'iam': {
      const { identityId } = cognitoIdentityOf(identity.principal);
      return { arn: principalArn(identity.principal), ...(identityId !== null && { identityId }) };
    }
    case 'lambda':
      return {
        ...(identity.principalId !== undefined && { principal: identity.principalId }),
        claims: identity.context,
      };
  }
};

const ofClaims = (claims: Readonly<Record<string, unknown>>): Facts => {
  const groups = claims['cognito:groups'];
  return {
    sub: text(claims['sub']),
    username: text(claims['cognito:username']) ?? text(claims['username']),
    ...(Array.isArray(groups) && { groups: groups.map(String) }),
    scope: text(claims['scope']),
    clientId: text(claims['client_id']) ?? text(claims['aud']),
    claims,
  };
};

/** The headers that tell who was let in. Whoever sends one of them is not believed. */
export const IDENTITY_HEADERS = [
  ...['x-poolhouse-sub', 'x-poolhouse-username', 'x-poolhouse-groups', 'x-poolhouse-scope', 'x-poolhouse-client-id'],
  ...['x-poolhouse-claims', 'x-poolhouse-identity-id', 'x-poolhouse-arn', 'x-poolhouse-principal'],
] as const;

/** Servers that make variables of headers take `_` and `-` for one. */
export const isIdentityHeader = (name: string): boolean => name.replaceAll('_', '-').startsWith('x-poolhouse-');

/**
 * Every header, an empty one where there is nothing to say, so that a proxy that copies them overwrites what a client
 * made up. Values are visible ASCII; all else, commas of groups and percent signs are percent-encoded (UTF-8). Claims
 * are JSON in base64url; those of more than 6 kB stay away.
 */
export const identityHeaders = (identity: Identity): Record<(typeof IDENTITY_HEADERS)[number], string> => {
  const facts = factsOf(identity);
  const claims = facts.claims ? Buffer.from(JSON.stringify(facts.claims)).toString('base64url') : '';
  return {
    'x-poolhouse-sub': visible(facts.sub),
    'x-poolhouse-username': visible(facts.username),
    'x-poolhouse-groups': (facts.groups ?? []).map((group) => visible(group).replaceAll(',', '%2C')).join(','),
    'x-poolhouse-scope': visible(facts.scope),
    'x-poolhouse-client-id': visible(facts.clientId),
    'x-poolhouse-claims': claims.length > MOST_CLAIMS ? '' : claims,
    'x-poolhouse-identity-id': visible(facts.identityId),
    'x-poolhouse-arn': visible(facts.arn),
    'x-poolhouse-principal': visible(facts.principal),
  };
};

const MOST_CLAIMS = 6_000;

const visible = (value = ''): string =>
  value.replace(/^ | $|[^\x20-\x7e]|%/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
