/** Tokens of identities last for minutes or a day, and what they tell may have changed since. */
import type { Core } from '../core.ts';
import type { Login } from './records.ts';
import type { IdentityToken } from './tokens.ts';

type Amr = readonly string[];

/** Behind the first word come pairs: the provider, and what it says of the subject. */
const loginsTold = (amr: Amr): (readonly [provider: string, told: string])[] =>
  amr.flatMap((provider, at) => (at % 2 === 1 ? [[provider, amr[at + 1] ?? ''] as const] : []));

const isLogin = ([provider, told]: readonly [string, string], login: Login): boolean =>
  login.provider === provider && told.endsWith(`:${login.subject}`);

export const tellsOf = (amr: Amr, login: Login): boolean => loginsTold(amr).some((told) => isLogin(told, login));

/** The identity is there, not disabled, and still has all logins that the token tells of. */
export const isStillHeld = async (
  { store }: Pick<Core, 'store'>,
  { identityId, poolId, amr }: IdentityToken,
): Promise<boolean> => {
  const identity = await store.identities.byId(identityId);
  if (identity?.poolId !== poolId || identity.disabled) return false;
  return loginsTold(amr).every((told) => identity.logins.some((login) => isLogin(told, login)));
};
