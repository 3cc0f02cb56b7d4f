/** External identities of a user: who they are at their providers, and the names by which they find the user. */
import type { Alias, User } from './user.ts';

export interface LinkedIdentity {
  readonly providerName: string;
  readonly providerType: string;
  /** SAML: the entity id of the provider. */
  readonly issuer: string | null;
  /** The attribute of the provider that `userId` is a value of; `Cognito_Subject` is the provider's own subject. */
  readonly attributeName: string;
  readonly userId: string;
  /** True for the identity that the profile was made from. */
  readonly primary: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

export const SUBJECT = 'Cognito_Subject';

/** The alias row that finds this user by that identity. */
export const providerAlias = (poolId: string, identity: ProviderIdentity, sub: string): Alias => ({
  poolId,
  kind: 'provider',
  value: providerAliasValue(identity),
  sub,
});

export type ProviderIdentity = Pick<LinkedIdentity, 'providerName' | 'attributeName' | 'userId'>;

export const providerAliasValue = ({ providerName, attributeName, userId }: ProviderIdentity): string =>
  [providerName, attributeName, userId].map(encodeURIComponent).join('/');

/** The user with these identities, and with the attribute that shows them as Cognito writes it. */
export const withIdentities = (user: User, identities: readonly LinkedIdentity[]): User => {
  const { identities: _, ...attributes } = user.attributes;
  if (identities.length === 0) return { ...user, attributes, identities };
  return { ...user, attributes: { ...attributes, identities: JSON.stringify(identities.map(shown)) }, identities };
};

const shown = (identity: LinkedIdentity) => ({
  userId: identity.userId,
  providerName: identity.providerName,
  providerType: identity.providerType,
  issuer: identity.issuer,
  primary: identity.primary,
  dateCreated: identity.createdAt,
});
