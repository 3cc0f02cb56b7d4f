/**
 * The first factors among which a person chooses in USER_AUTH. Passwordless ones are one factor only: they are not for
 * those who owe a second one, but for passkeys that are two factors by themselves.
 */
import type { Core } from '../core.ts';
import { passkeyIsTwoFactors, secondFactors } from '../mfa/factors.ts';
import { findRelyingParty } from '../passkeys/relying-party.ts';
import type { ContactAttribute, FirstFactor, Pool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';
import type { FirstFactorChallenge } from './state.ts';

type Touches = Pick<Core, 'settings'>;

const PASSWORDS: readonly FirstFactorChallenge[] = ['PASSWORD', 'PASSWORD_SRP'];

/** What the pool offers this user; nobody (undefined) is offered what the pool's users commonly are. */
export const firstFactorsOf = (core: Touches, pool: Pool, user: User | undefined): readonly FirstFactorChallenge[] => {
  const offered = user ? factorsOf(core, pool, user) : shadowFactors(pool);
  const challenges = offered.flatMap((factor) => (factor === 'PASSWORD' ? PASSWORDS : [factor]));
  // Whoever can answer nothing is asked for a password like anybody else, and fails like anybody.
  return challenges.length > 0 ? challenges : PASSWORDS;
};

/** Those that the pool takes and the user can answer, in the order in which the choice is shown. */
export const factorsOf = (core: Touches, pool: Pool, user: User): FirstFactor[] => {
  const factors: readonly FirstFactor[] = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'];
  const { allowedFirstFactors: allowed } = pool.settings;
  return factors.filter((factor) => allowed.includes(factor) && answers[factor](core, pool, user));
};

const answers: Readonly<Record<FirstFactor, (core: Touches, pool: Pool, user: User) => boolean>> = {
  PASSWORD: (_core, _pool, { password }) => password !== undefined,
  EMAIL_OTP: (_core, pool, user) => oneFactorIsEnough(pool, user) && isReached(user, 'email'),
  SMS_OTP: (_core, pool, user) => oneFactorIsEnough(pool, user) && isReached(user, 'phone_number'),
  WEB_AUTHN: (core, pool, user) =>
    (oneFactorIsEnough(pool, user) || passkeyIsTwoFactors(pool, user)) &&
    isSettled(user) &&
    (user.passkeys ?? 0) > 0 &&
    findRelyingParty(core, pool) !== undefined,
};

const oneFactorIsEnough = (pool: Pool, user: User): boolean =>
  pool.settings.mfaConfiguration !== 'ON' && secondFactors(pool, user).length === 0;

/** Who was invited with a password begins with it, and who comes from another provider goes through that one. */
const isSettled = ({ status }: Pick<User, 'status'>): boolean =>
  status !== 'FORCE_CHANGE_PASSWORD' && status !== 'EXTERNAL_PROVIDER';

/** An address that is not verified may be somebody else's; it will do for those who have no other way in. */
const isReached = ({ attributes, password, status }: User, contact: ContactAttribute): boolean =>
  isSettled({ status }) && Boolean(attributes[contact]) && (attributes[`${contact}_verified`] === 'true' || !password);

const shadowFactors = (pool: Pool): FirstFactor[] => {
  const { allowedFirstFactors: allowed, mfaConfiguration } = pool.settings;
  if (mfaConfiguration === 'ON') return ['PASSWORD'];
  const contacts = commonContacts(pool);
  const codes = [
    ...(contacts.includes('email') ? ['EMAIL_OTP' as const] : []),
    ...(contacts.includes('phone_number') ? ['SMS_OTP' as const] : []),
  ].filter((factor) => allowed.includes(factor));
  return ['PASSWORD', ...codes];
};

/** What the pool's users can be expected to have: what they sign in with, must give, or are asked to verify. */
const commonContacts = ({ usernameAttributes, schema, settings }: Pool): readonly ContactAttribute[] => {
  const both = ['email', 'phone_number'] as const;
  const demanded = both.filter(
    (contact) =>
      usernameAttributes.includes(contact) || schema.some(({ name, required }) => required && name === contact),
  );
  if (demanded.length > 0) return demanded;
  return settings.autoVerifiedAttributes.length > 0 ? settings.autoVerifiedAttributes : both;
};
