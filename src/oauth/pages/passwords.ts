/** Passwords in forms. */
import { invalidParameter } from '../../core/errors.ts';
import type { Pool } from '../../core/pools/pool.ts';
import type { PasswordRules } from '../views/page.ts';
import type { Form } from './form.ts';
import { FormProblem } from './form-problem.ts';

export const rulesOf = ({ settings: { passwordPolicy: policy } }: Pool): PasswordRules => ({
  minimumLength: policy.minimumLength,
  lowercase: policy.requireLowercase,
  uppercase: policy.requireUppercase,
  numbers: policy.requireNumbers,
  symbols: policy.requireSymbols,
});

/** What the API takes at most (PasswordType). */
const LONGEST = 256;

/** As it was typed. Throws InvalidParameterException for more than the API takes. */
export const passwordOf = (form: Form): string => {
  const password = form.get('password') ?? '';
  if (password.length > LONGEST) throw invalidParameter('Password did not conform with policy: Password too long');
  return password;
};

/** Typed twice, where the form has it twice. Throws FormProblem. */
export const newPasswordOf = (form: Form): string => {
  const password = passwordOf(form);
  const again = form.get('confirm_password');
  if (again !== null && again !== password) throw new FormProblem('message.passwordsDiffer');
  return password;
};
