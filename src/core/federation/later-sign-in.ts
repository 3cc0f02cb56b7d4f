/** A person whom the pool knows comes back: what the provider says of them now counts. */
import type { Client } from '../clients/client.ts';
import { notAuthorized, passwordResetRequired, userNotFound } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { triggerArn } from '../triggers/config.ts';
import { postAuthentication } from '../triggers/post-authentication.ts';
import { preAuthentication } from '../triggers/pre-authentication.ts';
import { type Attributes, applyAttributeChanges } from '../users/attributes.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';
import { withFlags } from './mapping.ts';
import type { Arrival, FederationCore } from './person.ts';
import { inFederationWords } from './words.ts';

/**
 * Every mapped attribute is written, whether it has changed or not, so all must be mutable (developer guide, "Things to
 * know about mappings"). Throws NotAuthorizedException, PasswordResetRequiredException, InvalidParameterException,
 * AliasExistsException, and what the pool's functions throw.
 */
export const laterSignIn = async (
  core: FederationCore,
  { site: { pool }, client }: Arrival,
  known: User,
  mapped: Attributes,
): Promise<User> => {
  const user = await refreshed(core, pool, await admitted(core, pool, client, known), mapped);
  await postAuthentication(core, { pool, client }, user, false);
  return user;
};

/** The user as PreAuthentication leaves them: it may delete attributes that are to come anew. */
const admitted = async (core: FederationCore, pool: Pool, client: Client, known: User): Promise<User> => {
  assertMayEnter(known);
  if (!triggerArn(pool, 'PreAuthentication')) return known;
  await preAuthentication(core, { pool, client }, { username: known.username, user: known });
  const after = await core.store.users.bySub(pool.id, known.sub);
  if (!after) throw userNotFound();
  assertMayEnter(after);
  return after;
};

/** Their password is no matter of the provider's, unless an administrator has demanded a new one first. */
const assertMayEnter = ({ enabled, status }: User): void => {
  if (!enabled) throw notAuthorized('User is disabled.');
  if (status === 'RESET_REQUIRED') throw passwordResetRequired();
};

const refreshed = async (core: FederationCore, pool: Pool, known: User, mapped: Attributes): Promise<User> => {
  const atOnce = inForceAtOnce(pool);
  const change = (user: User): User =>
    inFederationWords(() => applyAttributeChanges(atOnce, user, withFlags(mapped, user.attributes), {}).user);
  if (isUnchanged(known, change(known))) return known;
  return commitUser(core, pool, known, (user) => ({ user: change(user) }));
};

/** No code is sent for what a provider says, so nothing waits for one. */
const inForceAtOnce = (pool: Pool): Pool => ({
  ...pool,
  settings: { ...pool.settings, attributesRequireVerificationBeforeUpdate: [] },
});

const isUnchanged = (before: User, after: User): boolean => {
  const names = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
  const pending = Object.keys(before.pendingAttributes).length - Object.keys(after.pendingAttributes).length;
  return pending === 0 && [...names].every((name) => before.attributes[name] === after.attributes[name]);
};
