/** A batch of several rows for each number, and what is left of it. */
import type { Store, Write } from '../../../src/core/ports.ts';
import type { User } from '../../../src/core/users/user.ts';
import { aCode, anAlias, aUser } from './rows.ts';

export const numberedPool = 'us-east-1_numbered';

const userOf = (number: number): User =>
  aUser(numberedPool, { sub: `sub-${number}`, username: `user-${number}`, attributes: { email: `${number}@x.org` } });

export const numberedBatch = (store: Store, number: number): Write[] => {
  const user = userOf(number);
  return [
    store.users.insert(user),
    store.aliases.insert(anAlias(user, user.username)),
    store.aliases.insert(anAlias(user, `${number}@x.org`, 'email')),
    store.codes.put(aCode(numberedPool, { sub: user.sub })),
  ];
};

/** How many of the batch's four parts are there. */
export const partsOf = async (store: Store, number: number): Promise<number> => {
  const { sub, username } = userOf(number);
  const parts = await Promise.all([
    store.users.bySub(numberedPool, sub),
    store.users.byAlias(numberedPool, 'username', username),
    store.aliases.find(numberedPool, 'email', `${number}@x.org`),
    store.codes.find(numberedPool, sub, 'sign-up'),
  ]);
  return parts.filter((part) => part !== undefined).length;
};
