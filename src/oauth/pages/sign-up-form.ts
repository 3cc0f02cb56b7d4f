/** What a pool asks of those who sign up: a name, what every account must have, and what its codes go to. */
import { isPasswordOptional } from '../../core/passwords/optional.ts';
import type { ContactAttribute, Pool } from '../../core/pools/pool.ts';
import { missingRequired } from '../../core/users/required.ts';
import type { Field, SignUpPage } from '../views/page.ts';
import { fieldsOf, type Typed } from './fields.ts';
import { rulesOf } from './passwords.ts';

/** Beside the name: the required attributes, and a contact that can be verified where none of them is. */
export const askedAttributes = (pool: Pool): string[] => {
  const { usernameAttributes, schema, settings } = pool;
  const sole = usernameAttributes.length === 1 ? usernameAttributes[0] : undefined;
  const required = missingRequired(pool, {}).filter((name) => name !== sole);
  const verified = settings.autoVerifiedAttributes;
  const given: readonly string[] = [...required, ...usernameAttributes];
  if (verified.length === 0 || verified.some((contact) => given.includes(contact))) return required;
  const contact = preferredContact(verified);
  return schema.map(({ name }) => name).filter((name) => required.includes(name) || name === contact);
};

const preferredContact = (verified: readonly ContactAttribute[]): ContactAttribute =>
  verified.includes('email') ? 'email' : 'phone_number';

export interface TypedSignUp extends Typed {
  readonly name?: string;
}

export const signUpForm = (
  pool: Pool,
  { name, values, problems = {} }: TypedSignUp,
): Pick<SignUpPage, 'fields' | 'password' | 'username'> => ({
  username: {
    name: 'username',
    input: nameInput(pool),
    required: true,
    maxLength: 128,
    ...(name && { value: name }),
    ...(problems['username'] !== undefined && { problem: problems['username'] }),
  },
  fields: fieldsOf(pool, askedAttributes(pool), values, problems),
  password: { rules: rulesOf(pool), required: !isPasswordOptional(pool) },
});

const nameInput = ({ usernameAttributes }: Pool): Field['input'] => {
  if (usernameAttributes.length !== 1) return 'text';
  return usernameAttributes[0] === 'email' ? 'email' : 'tel';
};
