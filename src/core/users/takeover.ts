/**
 * ForceAliasCreation: a verified e-mail address or phone number goes from the user who has it to another. The loser
 * keeps the value, unverified. Usernames, and addresses that are usernames, never change hands.
 *
 * An alias that has a holder is taken together with a guarded change of that holder, and one without is inserted under
 * its own guard: so of two users who force it at once the second sees the first, and looks again.
 */
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import type { Write } from '../ports.ts';
import { aliasWrites, gainedAliases } from './aliases.ts';
import type { Alias, User } from './user.ts';

type Touches = Pick<Core, 'store' | 'clock'>;

interface Taken {
  readonly alias: Alias;
  readonly holder: User;
}

const canBeTaken = (pool: Pool, { kind }: Alias): boolean =>
  pool.usernameAttributes.length === 0 && (kind === 'email' || kind === 'phone_number');

const heldByOthers = async (core: Touches, aliases: readonly Alias[]): Promise<Taken[]> => {
  const found = await Promise.all(
    aliases.map(async (alias) => ({
      alias,
      holder: await core.store.users.byAlias(alias.poolId, alias.kind, alias.value),
    })),
  );
  return found.flatMap(({ alias, holder }) => (holder && holder.sub !== alias.sub ? [{ alias, holder }] : []));
};

/** One user may lose both an e-mail address and a phone number: still one change of that user. */
const losses = (core: Touches, taken: readonly Taken[]): Write[] => {
  const losers = new Map<string, User>();
  for (const { alias, holder } of taken) {
    const loser = losers.get(holder.sub) ?? holder;
    losers.set(loser.sub, { ...loser, attributes: { ...loser.attributes, [`${alias.kind}_verified`]: 'false' } });
  }
  const modifiedAt = core.clock.now();
  return [...losers.values()].map((loser) => core.store.users.update({ ...loser, modifiedAt }));
};

/** As `aliasWrites`, with what others lose. Guards `alias.taken` and `user.changed`: then look again. */
export const forcedAliasWrites = async (
  core: Touches,
  pool: Pool,
  before: User | undefined,
  after: User,
): Promise<Write[]> => {
  const wanted = gainedAliases(pool, before, after).filter((alias) => canBeTaken(pool, alias));
  const taken = await heldByOthers(core, wanted);
  const names = aliasWrites(
    core,
    pool,
    before,
    after,
    taken.map(({ alias }) => alias),
  );
  return [...names, ...losses(core, taken)];
};
