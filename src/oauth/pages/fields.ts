/** Attributes as fields of a form. */
import { invalidParameter, ServiceError } from '../../core/errors.ts';
import type { AttributeDefinition, Pool } from '../../core/pools/pool.ts';
import { definitionOf } from '../../core/users/attribute-rules.ts';
import type { Field } from '../views/page.ts';
import { fieldProblems, type Texts } from '../views/texts/index.ts';
import { type Form, textOf } from './form.ts';

/** `values`: of a form that is shown again; `problems`: why it is. */
export const fieldsOf = (
  pool: Pool,
  names: readonly string[],
  values: Readonly<Record<string, string>> = {},
  problems: Readonly<Record<string, string>> = {},
): Field[] =>
  names.map((name) => {
    const definition = definitionOf(pool, name);
    const maxLength = Number(definition?.maxLength ?? LONGEST);
    return {
      name,
      input: inputOf(name, definition?.type),
      required: definition?.type !== 'Boolean',
      maxLength: Math.min(maxLength, LONGEST),
      ...(values[name] !== undefined && { value: values[name] }),
      ...(problems[name] !== undefined && { problem: problems[name] }),
    };
  });

export interface Typed {
  readonly values?: Readonly<Record<string, string>>;
  readonly problems?: Readonly<Record<string, string>>;
}

/** A form that was refused, for it to be shown again. */
export const typedIn = (
  texts: Texts,
  names: readonly string[],
  { form, error }: { readonly form: Form; readonly error: unknown },
): Typed => ({
  values: Object.fromEntries(names.map((name) => [name, textOf(form, name).slice(0, LONGEST)])),
  problems: error instanceof ServiceError ? fieldProblems(texts, error) : {},
});

/** What the API takes at most (AttributeValueType). */
const LONGEST = 2_048;

const INPUTS: Readonly<Record<string, Field['input']>> = {
  birthdate: 'date',
  email: 'email',
  phone_number: 'tel',
  picture: 'url',
  profile: 'url',
  updated_at: 'number',
  website: 'url',
};

const inputOf = (name: string, type: AttributeDefinition['type'] | undefined): Field['input'] => {
  if (type === 'Boolean') return 'checkbox';
  if (type === 'DateTime') return 'date';
  return INPUTS[name] ?? (type === 'Number' ? 'number' : 'text');
};

/**
 * Those that were filled in. Cognito's own form calls them `requiredAttributes[name]`. Throws InvalidParameterException
 * for more than the API takes.
 */
export const valuesOf = (pool: Pool, names: readonly string[], form: Form): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = textOf(form, name) || textOf(form, `requiredAttributes[${name}]`);
      if (value.length > LONGEST)
        throw invalidParameter(`${name}: String must be no longer than ${LONGEST} characters`);
      if (definitionOf(pool, name)?.type === 'Boolean') return [[name, isTicked(value) ? 'true' : 'false']];
      return value ? [[name, value]] : [];
    }),
  );

const isTicked = (value: string): boolean => value !== '' && value !== 'false' && value !== 'off';
