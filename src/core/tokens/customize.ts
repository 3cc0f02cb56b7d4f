/**
 * What the pool's own code may change in tokens before they are signed (developer guide, "Pre token generation Lambda
 * trigger"). Claims that say who, whose, when and by whom are never its to change: such changes are passed over.
 */
import type { Claims } from './claims.ts';

export interface ClaimChanges {
  readonly set: Readonly<Record<string, unknown>>;
  readonly suppress: readonly string[];
}

export interface ScopeChanges {
  readonly add: readonly string[];
  readonly suppress: readonly string[];
}

export interface GroupChanges {
  readonly names: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole?: string | undefined;
}

export interface TokenChanges {
  readonly id: ClaimChanges;
  readonly access: ClaimChanges;
  readonly scopes: ScopeChanges;
  /** In both tokens, in the place of the user's own groups; undefined leaves those. */
  readonly groups?: GroupChanges | undefined;
}

const NEVER = [
  'acr',
  'amr',
  'at_hash',
  'auth_time',
  'azp',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'sub',
  'token_use',
];
const NEVER_IN_ID: ReadonlySet<string> = new Set([...NEVER, 'aud', 'cognito:username']);
const NEVER_IN_ACCESS: ReadonlySet<string> = new Set([
  ...NEVER,
  'client_id',
  'device_key',
  'event_id',
  'scope',
  'username',
  'version',
]);

export const customizeId = (claims: Claims, changes: TokenChanges | undefined): Claims => {
  if (!changes) return claims;
  const fixed = (name: string) => NEVER_IN_ID.has(name) || name.startsWith('dev:');
  return applied(regrouped(claims, changes.groups, true), changes.id, fixed);
};

/** An audience may be added that is the client itself, and no other. */
export const customizeAccess = (claims: Claims, changes: TokenChanges | undefined, clientId: string): Claims => {
  if (!changes) return claims;
  const foreign = changes.access.set['aud'] !== clientId;
  const fixed = (name: string) => NEVER_IN_ACCESS.has(name) || name.startsWith('dev:') || (name === 'aud' && foreign);
  return applied(regrouped(claims, changes.groups, false), changes.access, fixed);
};

/** The scopes that the access token says; the refresh token keeps those that were granted. */
export const customizeScopes = (granted: readonly string[], changes: TokenChanges | undefined): readonly string[] => {
  if (!changes) return granted;
  const { add, suppress } = changes.scopes;
  return [...new Set([...granted, ...add])].filter((scope) => !suppress.includes(scope));
};

const applied = (claims: Claims, { set, suppress }: ClaimChanges, fixed: (name: string) => boolean): Claims => {
  const kept = Object.entries(claims).filter(([name]) => fixed(name) || !suppress.includes(name));
  const changed = Object.entries(set).filter(([name]) => !fixed(name));
  return Object.fromEntries([...kept, ...changed]);
};

const GROUP_CLAIMS: ReadonlySet<string> = new Set(['cognito:groups', 'cognito:roles', 'cognito:preferred_role']);

const regrouped = (claims: Claims, groups: GroupChanges | undefined, roles: boolean): Claims => {
  if (!groups) return claims;
  return {
    ...Object.fromEntries(Object.entries(claims).filter(([name]) => !GROUP_CLAIMS.has(name))),
    ...(groups.names.length > 0 && { 'cognito:groups': groups.names }),
    ...(roles && groups.roles.length > 0 && { 'cognito:roles': groups.roles }),
    ...(roles && groups.preferredRole && { 'cognito:preferred_role': groups.preferredRole }),
  };
};
