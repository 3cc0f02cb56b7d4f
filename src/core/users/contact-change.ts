/** How a new e-mail address or phone number takes effect. */
import type { ContactAttribute, Pool } from '../pools/pool.ts';
import type { User } from './user.ts';

/** Values by full attribute name. */
export type Attributes = Readonly<Record<string, string>>;

export interface AttributeChange {
  readonly user: User;
  /** Contact attributes whose new value is not verified, in force or pending: a code goes out for those. */
  readonly toVerify: readonly ContactAttribute[];
}

const without = (values: Attributes, ...names: string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));

/** The value counts at once; `verified` is what the administrator said of it. */
const inForce = (user: User, contact: ContactAttribute, value: string, verified: string): User => ({
  ...user,
  attributes: { ...user.attributes, [contact]: value, [`${contact}_verified`]: verified },
  pendingAttributes: without(user.pendingAttributes, contact),
});

const removed = (user: User, contact: ContactAttribute): User => ({
  ...user,
  attributes: without(user.attributes, contact, `${contact}_verified`),
  pendingAttributes: without(user.pendingAttributes, contact),
});

/** The address stays; what waited for its code does so no more when the old value was given again. */
const sameAddress = (user: User, contact: ContactAttribute, given: boolean, flag: string | undefined): User => ({
  ...user,
  attributes: flag === undefined ? user.attributes : { ...user.attributes, [`${contact}_verified`]: flag || 'false' },
  pendingAttributes: given ? without(user.pendingAttributes, contact) : user.pendingAttributes,
});

/** Applies what `changes` say of one contact attribute and its verified flag. */
export const changeContact = (
  pool: Pool,
  before: AttributeChange,
  contact: ContactAttribute,
  changes: Attributes,
): AttributeChange => {
  const { user, toVerify } = before;
  const value = changes[contact];
  const flag = changes[`${contact}_verified`]?.toLowerCase();
  if (value === '') return { user: removed(user, contact), toVerify };
  if (value === undefined || value === user.attributes[contact]) {
    return { user: sameAddress(user, contact, value !== undefined, flag), toVerify };
  }
  const waits = pool.settings.attributesRequireVerificationBeforeUpdate.includes(contact) && flag !== 'true';
  const next = waits
    ? { ...user, pendingAttributes: { ...user.pendingAttributes, [contact]: value } }
    : inForce(user, contact, value, flag || 'false');
  const asks = flag !== 'true' && (waits || pool.settings.autoVerifiedAttributes.includes(contact));
  return { user: next, toVerify: asks ? [...toVerify, contact] : toVerify };
};
