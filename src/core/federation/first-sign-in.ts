/** A person who was never here becomes a user of the pool. */
import { invalidParameter, ServiceError } from '../errors.ts';
import { retryOn, tooManyWriters } from '../retry.ts';
import { postConfirmation } from '../triggers/post-confirmation.ts';
import { preSignUp } from '../triggers/pre-sign-up.ts';
import { type Attributes, checkNewAttributes, missingRequired } from '../users/attributes.ts';
import { type LinkedIdentity, providerAliasValue, SUBJECT, withIdentities } from '../users/identities.ts';
import { insertUser, newUser } from '../users/insert.ts';
import type { User } from '../users/user.ts';
import { federatedName } from './federated-name.ts';
import { withFlags } from './mapping.ts';
import type { Arrival, FederationCore } from './person.ts';
import { ensureProviderGroup } from './provider-group.ts';
import { inFederationWords } from './words.ts';

/**
 * Of two first sign-ins at once one makes the user, and both sign in. Throws InvalidParameterException, what the pool's
 * functions throw, and UsernameExistsException where the name is another's: also where PreSignUp has just linked this
 * identity to a user (the next sign-in finds that one), as Cognito does.
 */
export const firstSignIn = async (core: FederationCore, arrival: Arrival, mapped: Attributes): Promise<User> => {
  const { pool } = arrival.site;
  const attributes = inFederationWords(() => checkNewAttributes(pool, withFlags(mapped), {}));
  const missing = missingRequired(pool, attributes);
  if (missing.length > 0) throw invalidParameter(`attributes required: [${missing.join(', ')}]`);
  const user = await approved(core, arrival, draft(core, arrival, attributes));
  try {
    await insert(core, arrival, user);
  } catch (error) {
    return madeMeanwhile(core, arrival, user, error);
  }
  const caller = { pool, client: arrival.client };
  await postConfirmation(core, caller, 'PostConfirmation_ConfirmSignUp', user);
  return user;
};

/** Into the provider's group, which an administrator may delete meanwhile. */
const insert = ({ store, clock }: FederationCore, { site: { pool }, provider }: Arrival, user: User): Promise<User> =>
  retryOn('group.missing', tooManyWriters, async () => {
    const group = await ensureProviderGroup({ store, clock }, pool, provider);
    const writes = [store.groups.addMember(pool.id, group, user.sub, clock.now())];
    return insertUser({ store }, pool, user, { usernameTaken: taken(user), writes });
  });

const draft = (core: FederationCore, { site, provider, subject }: Arrival, attributes: Attributes): User => {
  const username = federatedName(site.pool, provider, subject);
  const user = newUser(core, site.pool, { username, status: 'EXTERNAL_PROVIDER', attributes });
  const identity: LinkedIdentity = {
    providerName: provider.name,
    providerType: provider.type,
    issuer: provider.metadata?.entityId ?? null,
    attributeName: SUBJECT,
    userId: subject,
    primary: true,
    createdAt: user.createdAt,
  };
  return withIdentities(user, [identity]);
};

/** Cognito's event has these two for users of providers. */
const ALIASES = { 'cognito:email_alias': '', 'cognito:phone_number_alias': '' };

const approved = async (core: FederationCore, { site, client }: Arrival, user: User): Promise<User> => {
  const { identities: _, ...given } = user.attributes;
  const asked = { username: user.username, attributes: { ...ALIASES, ...given } };
  const answer = await preSignUp(core, { pool: site.pool, client }, 'PreSignUp_ExternalProvider', asked);
  const verified = {
    ...(answer.autoVerifyEmail && given['email'] && { email_verified: 'true' }),
    ...(answer.autoVerifyPhone && given['phone_number'] && { phone_number_verified: 'true' }),
  };
  return { ...user, attributes: { ...user.attributes, ...verified } };
};

const taken = ({ username }: User): string => `Already found an entry for username ${username}`;

const madeMeanwhile = async (core: FederationCore, { site }: Arrival, user: User, error: unknown): Promise<User> => {
  if (!(error instanceof ServiceError) || error.code !== 'UsernameExistsException') throw error;
  const own = user.identities?.[0];
  const value = own ? providerAliasValue(own) : '';
  const holder = await core.store.users.byAlias(site.pool.id, 'provider', value);
  const same = holder?.identities?.some((one) => one.primary && providerAliasValue(one) === value);
  if (holder?.enabled && same) return holder;
  throw new ServiceError('UsernameExistsException', taken(user), { cause: error });
};
