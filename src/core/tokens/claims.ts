/**
 * What ID and access tokens say: Cognito's claims, no more. Sources: Amazon Cognito developer guide, "Understanding the
 * identity (ID) token" and "Understanding the access token"; OpenID Connect Core section 5.1 for the claims' types.
 */
import { createHash } from 'node:crypto';
import type { Client } from '../clients/client.ts';
import { accessTokenSeconds, idTokenSeconds } from '../clients/validity.ts';
import { type CoreSettings, issuerOf } from '../core.ts';
import type { Group } from '../groups/group.ts';
import { preferredRole } from '../groups/preferred-role.ts';
import type { Pool } from '../pools/pool.ts';
import { readableAttributes } from '../users/attributes.ts';
import type { User } from '../users/user.ts';
import { attributesInScope } from './scope-claims.ts';

export type Claims = Record<string, unknown>;

/** The scope of tokens that the API issues: they act on their own user. */
export const API_SCOPE = 'aws.cognito.signin.user.admin';

/** All that goes into one pair of tokens. Times in epoch ms. */
export interface TokenFacts {
  readonly settings: CoreSettings;
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  /** By precedence. */
  readonly groups: readonly Group[];
  readonly now: number;
  readonly authTime: number;
  readonly originJti: string;
  readonly eventId: string;
  readonly scopes: readonly string[];
  /** Of the device that a sign-in was on, in pools that keep track of them. */
  readonly deviceKey?: string;
  /** 2 for tokens of the OAuth endpoints; those of the API have none. */
  readonly version?: 2 | undefined;
  /** As the authorization request had it. */
  readonly nonce?: string | undefined;
  /** The audience of the access token (RFC 8707). */
  readonly resource?: string | undefined;
}

/** `accessToken`: issued together with it, where its hash is told. */
export function idClaims(facts: TokenFacts, jti: string, accessToken: string | undefined): Claims {
  const { pool, client, user, groups, nonce } = facts;
  return {
    ...(accessToken && { at_hash: tokenHash(accessToken) }),
    sub: user.sub,
    ...groupNames(groups),
    ...attributeClaims(spokenOf(facts, readableAttributes(pool, user, client))),
    ...bestRole(groups),
    'cognito:username': user.username,
    ...roles(groups),
    ...(nonce && { nonce }),
    aud: client.id,
    ...commonClaims(facts, 'id', idTokenSeconds(client), jti),
  };
}

export function accessClaims(facts: TokenFacts, jti: string): Claims {
  const { client, user, groups, scopes, version, deviceKey, resource } = facts;
  return {
    sub: user.sub,
    ...(deviceKey && { device_key: deviceKey }),
    ...groupNames(groups),
    client_id: client.id,
    ...(resource && { aud: resource }),
    ...(version && { version }),
    scope: scopes.join(' '),
    ...commonClaims(facts, 'access', accessTokenSeconds(client), jti),
    username: user.username,
  };
}

function commonClaims(facts: TokenFacts, use: 'id' | 'access', lifetime: number, jti: string): Claims {
  const { settings, pool, client, now, authTime, originJti, eventId } = facts;
  const iat = seconds(now);
  return {
    iss: issuerOf(settings, pool.id),
    ...(client.settings.enableTokenRevocation && { origin_jti: originJti }),
    event_id: eventId,
    token_use: use,
    auth_time: seconds(authTime),
    exp: iat + lifetime,
    iat,
    jti,
  };
}

/** OpenID Connect Core section 3.1.3.6, for RS256. */
const tokenHash = (token: string): string =>
  createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');

/** Scopes say what the tokens of the OAuth endpoints tell of a user; those of the API tell all. */
const spokenOf = ({ version, scopes }: TokenFacts, attributes: Readonly<Record<string, string>>) =>
  version ? attributesInScope(scopes, attributes) : attributes;

const seconds = (ms: number): number => Math.floor(ms / 1_000);

/** Every attribute is text in the store; some are something else in a token. */
const TYPED: Readonly<Record<string, (value: string) => unknown>> = {
  email_verified: (value) => value === 'true',
  phone_number_verified: (value) => value === 'true',
  address: (value) => ({ formatted: value }),
  updated_at: Number,
  identities: (value) => (JSON.parse(value) as { primary: boolean; dateCreated: number }[]).map(identityClaim),
};

/** The attribute has a flag and a number where the token has text. */
const identityClaim = (identity: { readonly primary: boolean; readonly dateCreated: number }) => ({
  ...identity,
  primary: String(identity.primary),
  dateCreated: String(identity.dateCreated),
});

const attributeClaims = (attributes: Readonly<Record<string, string>>): Claims =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      Object.hasOwn(TYPED, name) ? TYPED[name]?.(value) : value,
    ]),
  );

const groupNames = (groups: readonly Group[]): Claims =>
  groups.length > 0 ? { 'cognito:groups': groups.map(({ name }) => name) } : {};

function roles(groups: readonly Group[]): Claims {
  const arns = new Set(groups.flatMap(({ roleArn }) => roleArn ?? []));
  return arns.size > 0 ? { 'cognito:roles': [...arns] } : {};
}

function bestRole(groups: readonly Group[]): Claims {
  const role = preferredRole(groups);
  return role === undefined ? {} : { 'cognito:preferred_role': role };
}
