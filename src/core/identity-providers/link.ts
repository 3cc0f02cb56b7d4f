/** Which external identities sign in as which user. */
import type { Core } from '../core.ts';
import { invalidParameter, ServiceError, userNotFound } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { requireUser } from '../users/find.ts';
import {
  type LinkedIdentity,
  type ProviderIdentity,
  providerAliasValue,
  SUBJECT,
  withIdentities,
} from '../users/identities.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';
import { requireProvider } from './find.ts';
import { type IdentityProvider, OWN_USERS, SOCIAL_TYPES } from './provider.ts';

type Parts = Pick<Core, 'store' | 'clock'>;

/** Who somebody is at a provider, or (for the provider `Cognito`) among the pool's own users. */
export interface Identity {
  readonly providerName?: string;
  readonly attributeName?: string;
  readonly value?: string;
}

const MAX_LINKED = 5;

/**
 * Throws ResourceNotFoundException, UserNotFoundException, AliasExistsException, LimitExceededException,
 * InvalidParameterException.
 */
export const linkIdentity = async (core: Parts, pool: Pool, destination: Identity, source: Identity): Promise<void> => {
  if (isOwn(source)) {
    throw invalidParameter(
      'Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a ' +
        'DestinationUser',
    );
  }
  const identity = externalIdentity(source, 'SourceUser');
  const provider = await requireProvider(core, pool.id, identity.providerName);
  if (SOCIAL_TYPES.has(provider.type) && identity.attributeName !== SUBJECT) {
    throw invalidParameter(`Invalid SourceUser: ProviderAttributeName must be ${SUBJECT} for ${provider.name}`);
  }
  const user = await destinationUser(core, pool, destination);
  await assertFree(core, pool, identity, user);
  await commitUser(core, pool, user, (current) => ({ user: linked(core, pool, current, provider, identity) }));
};

/**
 * An own user loses the password; an external identity no longer signs in as the user it was linked to. Throws
 * ResourceNotFoundException, UserNotFoundException, InvalidParameterException.
 */
export const disableIdentity = async (core: Parts, pool: Pool, given: Identity): Promise<void> => {
  if (isOwn(given)) {
    const user = await requireUser(core, pool, given.value ?? '');
    await commitUser(core, pool, user, (current) => ({ user: withoutPassword(current) }));
    return;
  }
  const identity = externalIdentity(given, 'User');
  await requireProvider(core, pool.id, identity.providerName);
  const value = providerAliasValue(identity);
  const user = await core.store.users.byAlias(pool.id, 'provider', value);
  if (user === undefined) throw invalidParameter('Invalid ProviderName/Username combination. Please check again');
  await commitUser(core, pool, user, (current) => ({
    user: withIdentities(
      current,
      (current.identities ?? []).filter((one) => providerAliasValue(one) !== value),
    ),
  }));
};

const isOwn = ({ providerName }: Identity): boolean => providerName?.toUpperCase() === OWN_USERS;

const externalIdentity = ({ providerName, attributeName, value }: Identity, member: string): ProviderIdentity => {
  if (providerName && attributeName && value) return { providerName, attributeName, userId: value };
  throw invalidParameter(
    `Invalid ${member}: ProviderName, ProviderAttributeName and ProviderAttributeValue are all required`,
  );
};

/** Of a federated user, the provider's own id counts, whatever attribute is named. */
const destinationUser = async (core: Parts, pool: Pool, destination: Identity): Promise<User> => {
  const { providerName, value = '' } = destination;
  if (providerName === undefined || isOwn(destination)) return requireUser(core, pool, value);
  const alias = providerAliasValue({ providerName, attributeName: SUBJECT, userId: value });
  const user = await core.store.users.byAlias(pool.id, 'provider', alias);
  if (user === undefined) throw userNotFound();
  return user;
};

const assertFree = async (core: Parts, pool: Pool, identity: ProviderIdentity, user: User): Promise<void> => {
  const value = providerAliasValue(identity);
  const holder = await core.store.users.byAlias(pool.id, 'provider', value);
  if (holder === undefined) return;
  if (holder.sub === user.sub) throw alreadyLinked();
  if (holder.identities?.some((one) => one.primary && providerAliasValue(one) === value)) {
    throw invalidParameter(
      'Merging is not currently supported, provide a SourceUser that has not been signed up in order to link',
    );
  }
  throw new ServiceError('AliasExistsException', 'SourceUser is already linked to another user.');
};

const alreadyLinked = () => invalidParameter('SourceUser is already linked to DestinationUser');

/** An identity fills attributes at each sign-in, so all that the user has must be mutable. */
const linked = (
  core: Pick<Core, 'clock'>,
  pool: Pool,
  user: User,
  provider: IdentityProvider,
  identity: ProviderIdentity,
): User => {
  const fixed = pool.schema.find(
    ({ name, mutable }) => !mutable && name.startsWith('custom:') && user.attributes[name] !== undefined,
  );
  if (fixed !== undefined) throw invalidParameter(`user.${fixed.name}: Attribute cannot be updated.\n`);
  const identities = user.identities ?? [];
  const value = providerAliasValue(identity);
  if (identities.some((one) => providerAliasValue(one) === value)) throw alreadyLinked();
  if (identities.filter(({ primary }) => !primary).length >= MAX_LINKED) {
    throw new ServiceError('LimitExceededException', `At most ${MAX_LINKED} identities can be linked to a user.`);
  }
  const added: LinkedIdentity = {
    ...identity,
    providerType: provider.type,
    issuer: provider.metadata?.entityId ?? null,
    primary: false,
    createdAt: core.clock.now(),
  };
  return withIdentities(user, [...identities, added]);
};

const withoutPassword = (user: User): User => {
  const { password: _, temporaryPasswordExpiresAt: __, ...rest } = user;
  return { ...rest, status: 'EXTERNAL_PROVIDER' };
};
