/**
 * Which identity a set of logins leads to, and what comes to it: a first login makes one, a further one is linked to it,
 * a guest becomes the one who signed in. Two requests at once are decided by the guards; whoever loses looks again.
 * Source: API reference, GetId and GetCredentialsForIdentity; developer guide, "Switching unauthenticated users to
 * authenticated users".
 */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import { GuardFailed } from '../ports.ts';
import { tooManyWriters } from '../retry.ts';
import { identityForbidden, loginsDoNotMatch, loginsTaken } from './errors.ts';
import type { Identity, IdentityPool, Login } from './records.ts';

type Needs = Pick<Core, 'clock' | 'random' | 'store'>;
type Writing = Pick<Core, 'clock' | 'store'>;

const MAX_LOGINS = 20;

/** A new guest, every time. */
export const newIdentity = async (
  core: Needs,
  pool: Pick<IdentityPool, 'id' | 'region'>,
  logins: readonly Login[] = [],
): Promise<Identity> => {
  const now = core.clock.now();
  const id = `${pool.region}:${core.random.uuid()}`;
  const identity: Identity = { poolId: pool.id, id, logins, createdAt: now, modifiedAt: now, version: 1 };
  await core.store.commit(core.store.identities.insert(identity));
  return identity;
};

/** The identity that these logins have together, made or completed where need be. Throws ResourceConflictException. */
export const identityOfLogins = (core: Needs, pool: IdentityPool, logins: readonly Login[]): Promise<Identity> =>
  untilSettled(async () => {
    const [holder, ...others] = await holdersOf(core, pool, logins);
    if (others.length > 0) throw loginsTaken();
    return holder === undefined ? newIdentity(core, pool, logins) : withLogins(core, holder, logins);
  });

/**
 * The identity that a request names, with its logins (at least one). A guest goes over into the identity that the logins
 * have already, if they have one: then that is the answer. Throws NotAuthorizedException, ResourceConflictException.
 */
export const identityWithLogins = (
  core: Needs,
  pool: IdentityPool,
  named: Identity,
  logins: readonly Login[],
): Promise<Identity> =>
  untilSettled(async (again) => {
    const identity = again ? await currentOf(core, named) : named;
    if (identity.disabled) throw identityForbidden(identity.id);
    if (logins.every((login) => has(identity, login))) return identity;
    const holders = await holdersOf(core, pool, logins);
    const [holder, ...others] = holders.filter(({ id }) => id !== identity.id);
    if (identity.logins.length === 0) return upgraded(core, identity, holder, others, logins);
    if (!holders.some(({ id }) => id === identity.id)) throw loginsDoNotMatch();
    if (holder !== undefined) throw loginsTaken();
    return withLogins(core, identity, logins);
  });

/** Whoever deleted it meanwhile has made it unreachable. */
const currentOf = async (core: Needs, { id }: Identity): Promise<Identity> => {
  const identity = await core.store.identities.byId(id);
  if (identity === undefined) throw identityForbidden(id);
  return identity;
};

const upgraded = async (
  core: Needs,
  guest: Identity,
  holder: Identity | undefined,
  others: readonly Identity[],
  logins: readonly Login[],
): Promise<Identity> => {
  if (others.length > 0) throw loginsTaken();
  if (holder === undefined) return withLogins(core, guest, logins);
  return mergeIdentities(core, guest, holder, logins);
};

/** `into` gets what `from` and the request have; `from` is disabled. */
export const mergeIdentities = async (
  core: Writing,
  from: Identity,
  into: Identity,
  logins: readonly Login[] = [],
): Promise<Identity> => {
  const complete = await withLogins(core, into, logins);
  const moved = [...complete.logins, ...from.logins];
  assertRoom(moved);
  const merged = { ...complete, logins: moved, modifiedAt: core.clock.now() };
  await core.store.commit(core.store.identities.merge(from, complete, merged));
  return { ...merged, version: complete.version + 1 };
};

/** Writes only where one is missing. */
const withLogins = async (core: Writing, identity: Identity, logins: readonly Login[]): Promise<Identity> => {
  const missing = logins.filter((login) => !has(identity, login));
  if (missing.length === 0) return identity;
  const all = [...identity.logins, ...missing];
  assertRoom(all);
  return changeLogins(core, identity, all);
};

/** Without any logins left it is disabled. */
export const changeLogins = async (core: Writing, identity: Identity, logins: readonly Login[]): Promise<Identity> => {
  const gone = logins.length === 0 && { disabled: true as const };
  const changed: Identity = { ...identity, logins, ...gone, modifiedAt: core.clock.now() };
  await core.store.commit(core.store.identities.update(identity, changed));
  return { ...changed, version: identity.version + 1 };
};

const assertRoom = (logins: readonly Login[]): void => {
  if (logins.length > MAX_LOGINS) throw invalidParameter(`An identity can have at most ${MAX_LOGINS} linked logins.`);
};

export const has = ({ logins }: Pick<Identity, 'logins'>, { provider, subject }: Login): boolean =>
  logins.some((one) => one.provider === provider && one.subject === subject);

/** The identities that have these logins, each once. */
const holdersOf = async (
  { store }: Pick<Core, 'store'>,
  { id }: Pick<IdentityPool, 'id'>,
  logins: readonly Login[],
): Promise<Identity[]> => {
  const found = await Promise.all(
    logins.map(({ provider, subject }) => store.identities.byLogin(id, provider, subject)),
  );
  return [...new Map(found.filter((one) => one !== undefined).map((one) => [one.id, one])).values()];
};

const ATTEMPTS = 20;

/** Throws TooManyRequestsException when others come in between every time. */
export const untilSettled = async <T>(attempt: (again: boolean) => Promise<T>): Promise<T> => {
  for (let count = 0; count < ATTEMPTS; count += 1) {
    try {
      return await attempt(count > 0);
    } catch (error) {
      const raced =
        error instanceof GuardFailed && (error.guard === 'login.taken' || error.guard === 'identity.changed');
      if (!raced) throw error;
    }
  }
  throw tooManyWriters();
};
