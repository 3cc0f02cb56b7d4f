/** Context entries of a simulation: each value must be of the type that its entry says. */
import { type Context, contextOf } from '../policies/request.ts';
import { invalidInput } from './errors.ts';

export interface ContextEntry {
  readonly key?: string | undefined;
  readonly values?: readonly string[] | undefined;
  /** `string`, `stringList`, `numeric` … */
  readonly type?: string | undefined;
}

/** Throws InvalidInputException. */
export const contextValues = (entries: readonly ContextEntry[]): Context =>
  contextOf(entries.map((entry) => [nameOf(entry), valuesOf(entry)] as const));

const nameOf = ({ key }: ContextEntry): string => {
  if (key === undefined || !key.includes(':')) throw invalidInput(`Invalid context key name: ${key ?? ''}`);
  return key;
};

const FORMS: Readonly<Record<string, RegExp>> = {
  numeric: /^[+-]?\d+(\.\d+)?$/,
  boolean: /^(true|false)$/i,
  ip: /^[0-9a-f:.]+(\/\d{1,3})?$/i,
  binary: /^[A-Za-z0-9+/]*={0,2}$/,
  date: /^(\d+|\d{4}-\d{2}-\d{2}(T.+)?)$/,
};

const valuesOf = ({ key, values = [], type = 'string' }: ContextEntry): readonly string[] => {
  const [base = ''] = type.split('List');
  const wrong = values.find((value) => FORMS[base]?.test(value) === false);
  if (wrong !== undefined) throw invalidInput(`Invalid value ${wrong} of type ${type} for context key ${key}.`);
  if (type === base && values.length > 1) throw invalidInput(`Context key ${key} of type ${type} has several values.`);
  return values;
};
