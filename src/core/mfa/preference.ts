/** Which second factors a user wants to be asked for. */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';
import { chosenMethods, contactOf, offeredMethods } from './factors.ts';
import type { MfaMethod, UserMfa } from './user-mfa.ts';

type Touches = Pick<Core, 'clock' | 'store'>;

export interface MethodWish {
  readonly enabled: boolean;
  readonly preferred: boolean;
}

export interface MfaWishes {
  /** What is left out stays as it is. */
  readonly methods: Readonly<Partial<Record<MfaMethod, MethodWish>>>;
  readonly passkey?: boolean | undefined;
}

/** Throws InvalidParameterException for what the user cannot answer, and for wishes that contradict each other. */
export const setMfaPreference = async (core: Touches, pool: Pool, user: User, wishes: MfaWishes): Promise<void> => {
  assertConsistent(wishes);
  await commitUser(core, pool, user, (current) => {
    for (const [method, wish] of wishList(wishes)) if (wish.enabled) assertAnswerable(pool, current, method);
    const mfa = withPasskey(pool, wished(current.mfa ?? {}, wishes), wishes.passkey);
    return { user: { ...current, mfa } };
  });
};

/** The older way, for SMS alone. Throws InvalidParameterException without a phone number. */
export const setSmsOption = async (core: Touches, pool: Pool, user: User, on: boolean): Promise<void> => {
  await commitUser(core, pool, user, (current) => {
    if (on) assertAnswerable(pool, current, 'SMS_MFA');
    const { smsOption: _, ...mfa } = current.mfa ?? {};
    return { user: { ...current, mfa: on ? { ...mfa, smsOption: true } : withoutMethod(mfa, 'SMS_MFA') } };
  });
};

const wishList = ({ methods }: MfaWishes) => Object.entries(methods) as [MfaMethod, MethodWish][];

const assertConsistent = (wishes: MfaWishes): void => {
  const preferred = wishList(wishes).filter(([, wish]) => wish.preferred);
  if (preferred.length > 1) throw invalidParameter('Only one MFA method can be set as preferred.');
  if (preferred.some(([, wish]) => !wish.enabled)) {
    throw invalidParameter('Invalid MFA preference: a disabled MFA method cannot be set as preferred.');
  }
};

const assertAnswerable = (pool: Pool, user: User, method: MfaMethod): void => {
  if (method === 'SOFTWARE_TOKEN_MFA') assertTokenVerified(user);
  else assertReachable(pool, user, method);
};

const assertReachable = (pool: Pool, user: User, method: Exclude<MfaMethod, 'SOFTWARE_TOKEN_MFA'>): void => {
  if (!offeredMethods(pool.settings).includes(method)) {
    throw invalidParameter(`${method} is not enabled for the user pool.`);
  }
  if (!user.attributes[contactOf(method)]) throw notSet(method);
};

const assertTokenVerified = ({ mfa }: User): void => {
  if (mfa?.totp) return;
  throw mfa?.pendingTotp ? invalidParameter('User has not verified software token mfa') : notSet('SOFTWARE_TOKEN_MFA');
};

const notSet = (method: MfaMethod) => invalidParameter(`User does not have delivery config set to turn on ${method}`);

const wished = (before: UserMfa, wishes: MfaWishes): UserMfa => {
  let mfa = before;
  for (const [method, wish] of wishList(wishes)) {
    mfa = withoutMethod(mfa, method);
    if (wish.enabled) mfa = { ...mfa, enabled: [...(mfa.enabled ?? []), method] };
    if (wish.preferred) mfa = { ...mfa, preferred: method };
  }
  return mfa;
};

const withoutMethod = ({ enabled = [], preferred, smsOption, ...mfa }: UserMfa, method: MfaMethod): UserMfa => ({
  ...mfa,
  enabled: enabled.filter((other) => other !== method),
  ...(preferred !== undefined && preferred !== method && { preferred }),
  ...(smsOption !== undefined && method !== 'SMS_MFA' && { smsOption }),
});

/** Another method has to be there, so that the loss of a passkey locks nobody out. */
const withPasskey = ({ settings }: Pool, mfa: UserMfa, on: boolean | undefined): UserMfa => {
  const { passkey = false, ...others } = mfa;
  const wanted = on ?? (passkey && chosenMethods(mfa).length > 0);
  if (!wanted) return others;
  if (settings.webAuthn?.factorConfiguration !== 'MULTI_FACTOR_WITH_USER_VERIFICATION') {
    throw invalidParameter('WebAuthn MFA is not enabled for the user pool.');
  }
  if (chosenMethods(mfa).length === 0) {
    throw invalidParameter('WebAuthn MFA requires at least one other MFA method to be enabled for the user.');
  }
  return { ...others, passkey: true };
};
