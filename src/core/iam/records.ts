/** What an account has in IAM. Names are unique in their account and kind, whatever their capitals. */
import type { SamlMetadata } from '../ports.ts';

export type IamKind = 'group' | 'oidc-provider' | 'policy' | 'role' | 'saml-provider' | 'user';

interface Entity<Kind extends IamKind> {
  readonly kind: Kind;
  readonly account: string;
  /** As its owner wrote it. */
  readonly name: string;
  /** `/` or `/division/team/`. */
  readonly path: string;
  /** Unique for all time: `AIDA…`, `AROA…`, `AGPA…`, `ANPA…`, and without prefix of providers. */
  readonly id: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly version: number;
}

/** Policies as their owner wrote them, by name; and ARNs of managed ones. */
interface WithPolicies {
  readonly inline: Readonly<Record<string, string>>;
  readonly attached: readonly string[];
}

export interface IamUser extends Entity<'user'>, WithPolicies {
  /** ARN of a managed policy. */
  readonly boundary?: string;
  /** Ids of groups: those stay when a group is renamed. */
  readonly groups: readonly string[];
}

export interface IamGroup extends Entity<'group'>, WithPolicies {}

export interface Role extends Entity<'role'>, WithPolicies {
  /** Who may assume it: a JSON document. */
  readonly trust: string;
  /** The same with ids in the place of users' and roles' names, where it names any. */
  readonly trustById?: string | undefined;
  readonly description?: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly boundary?: string;
}

export interface PolicyVersion {
  /** `v1`, `v2` … never used twice. */
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
}

export interface ManagedPolicy extends Entity<'policy'> {
  readonly description?: string;
  /** Oldest first. */
  readonly versions: readonly PolicyVersion[];
  readonly defaultVersion: string;
  readonly nextVersion: number;
}

/** Its name is its URL without `https://`. */
export interface OidcProvider extends Entity<'oidc-provider'> {
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
}

export interface SamlProvider extends Entity<'saml-provider'> {
  /** As it was given. */
  readonly document: string;
  readonly metadata: SamlMetadata;
  /** Epoch ms. */
  readonly validUntil: number;
}

export interface IamEntities {
  readonly group: IamGroup;
  readonly 'oidc-provider': OidcProvider;
  readonly policy: ManagedPolicy;
  readonly role: Role;
  readonly 'saml-provider': SamlProvider;
  readonly user: IamUser;
}

export type IamEntity = IamEntities[IamKind];

/** What of an entity leads to another: a managed policy by its ARN, a group by its id. */
export type IamLink = 'attached' | 'boundary' | 'member';

export const entityArn = ({
  kind,
  account,
  path,
  name,
}: Pick<IamEntity, 'account' | 'kind' | 'name' | 'path'>): string => `arn:aws:iam::${account}:${kind}${path}${name}`;
