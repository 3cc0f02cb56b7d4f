import { incorrectUsernameOrPassword } from '../../core/errors.ts';
import { type Form, textOf } from './form.ts';
import { FormProblem } from './form-problem.ts';

/** What the API takes as a name (UsernameType). */
const NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

/** Nobody has a name that no name can be. Throws FormProblem, NotAuthorizedException. */
export const nameOf = (form: Form): string => {
  const name = textOf(form, 'username');
  if (!name) throw new FormProblem('field.required');
  if (!NAME.test(name)) throw incorrectUsernameOrPassword();
  return name;
};
