/** ForceAliasCreation: whoever had the e-mail address or phone number keeps it as an attribute, but unverified. */
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import type { Write } from '../ports.ts';
import { aliasesOf } from '../users/aliases.ts';
import type { User } from '../users/user.ts';

/** The writes on the users who lose an alias to `winner`; the alias rows themselves are `aliasWrites`'. */
export async function losersOfAliases(core: Pick<Core, 'store' | 'clock'>, pool: Pool, winner: User): Promise<Write[]> {
  const losers = new Map<string, User>();
  for (const { kind, value } of aliasesOf(pool, winner)) {
    if (kind !== 'email' && kind !== 'phone_number') continue;
    const found = await core.store.users.byAlias(pool.id, kind, value);
    if (!found || found.sub === winner.sub) continue;
    const loser = losers.get(found.sub) ?? found;
    losers.set(loser.sub, { ...loser, attributes: { ...loser.attributes, [`${kind}_verified`]: 'false' } });
  }
  const modifiedAt = core.clock.now();
  return [...losers.values()].map((loser) => core.store.users.update({ ...loser, modifiedAt }));
}
