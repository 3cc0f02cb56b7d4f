/** Which of a user's contacts a code goes to, and what the caller is told about it. */
import type { ContactAttribute, Pool, RecoveryMechanism } from '../pools/pool.ts';
import type { User } from '../users/user.ts';

export interface CodeDelivery {
  readonly attributeName: ContactAttribute;
  readonly medium: 'EMAIL' | 'SMS';
  /** Masked, for the caller. */
  readonly destination: string;
  /** The address itself; never shown. */
  readonly to: string;
}

/** `a***@e***` and `+*******1234`, as Cognito masks. */
export function maskDestination(medium: 'EMAIL' | 'SMS', value: string): string {
  if (medium === 'SMS') return `+${'*'.repeat(Math.max(0, value.length - 5))}${value.slice(-4)}`;
  const at = value.lastIndexOf('@');
  return `${value.slice(0, 1)}***@${value.slice(at + 1, at + 2)}***`;
}

export function deliveryTo(attributeName: ContactAttribute, to: string): CodeDelivery {
  const medium = attributeName === 'email' ? 'EMAIL' : 'SMS';
  return { attributeName, medium, destination: maskDestination(medium, to), to };
}

type Contacts = Pick<User, 'attributes'>;

/** Where the code of a sign-up goes, or a password reset's; undefined when the user cannot be reached. */
export function chooseDelivery(pool: Pool, user: Contacts, occasion: 'sign-up' | 'recovery'): CodeDelivery | undefined {
  return occasion === 'sign-up' ? signUpDelivery(pool, user) : recoveryDelivery(pool, user);
}

/** With both to be verified, Cognito sends an SMS and leaves the e-mail address unverified. */
function signUpDelivery(pool: Pool, user: Contacts): CodeDelivery | undefined {
  for (const name of ['phone_number', 'email'] as const) {
    const value = user.attributes[name];
    if (value && pool.settings.autoVerifiedAttributes.includes(name)) return deliveryTo(name, value);
  }
  return undefined;
}

function recoveryDelivery(pool: Pool, user: Contacts): CodeDelivery | undefined {
  for (const name of recoveryOrder(pool)) {
    const value = user.attributes[name];
    if (value && user.attributes[`${name}_verified`] === 'true') return deliveryTo(name, value);
  }
  return undefined;
}

/** Without AccountRecoverySetting a pool has e-mail before SMS, which is what it shows as its setting. */
export function recoveryOrder(pool: Pool): ContactAttribute[] {
  const mechanisms = pool.settings.accountRecovery;
  if (!mechanisms?.length) return ['email', 'phone_number'];
  const ordered = mechanisms.toSorted((one, other) => one.priority - other.priority);
  return ordered.flatMap((mechanism) => contactOf(mechanism) ?? []);
}

export const onlyAdminRecovers = (pool: Pool): boolean => {
  const mechanisms = pool.settings.accountRecovery;
  return mechanisms !== undefined && mechanisms.length > 0 && recoveryOrder(pool).length === 0;
};

function contactOf({ name }: RecoveryMechanism): ContactAttribute | undefined {
  if (name === 'verified_email') return 'email';
  return name === 'verified_phone_number' ? 'phone_number' : undefined;
}
