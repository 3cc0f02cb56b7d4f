/**
 * The Condition element: every line must hold. Missing keys, IfExists, ForAllValues and ForAnyValue are decided here.
 * Source: IAM user guide, "Condition operators" and "Set operators for multi-valued context keys".
 */
import { OPERATORS } from './operators.ts';
import type { Context } from './request.ts';
import { keysOf, type Test, tokensOf } from './template.ts';

export type Quantifier = 'ForAllValues' | 'ForAnyValue';

export interface Condition {
  /** In lower case. */
  readonly key: string;
  /** Of its values' variables. */
  readonly variableKeys: readonly string[];
  readonly holds: (context: Context) => boolean;
}

export interface ConditionLine {
  /** As the policy writes it, quantifier and IfExists included. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

interface OperatorName {
  readonly quantifier?: Quantifier;
  readonly base: string;
  readonly ifExists: boolean;
}

const NAME = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/i;

/** Undefined: no such operator. Null with IfExists would mean nothing, and IAM refuses it. */
export const readOperator = (text: string): OperatorName | undefined => {
  const [, set, name = '', suffix] = NAME.exec(text) ?? [];
  const base = name.toLowerCase();
  const ifExists = suffix !== undefined;
  if (base === 'null' ? ifExists || set !== undefined : !Object.hasOwn(OPERATORS, base)) return undefined;
  return { base, ifExists, quantifier: quantifierOf(set) };
};

const quantifierOf = (set: string | undefined): Quantifier | undefined => {
  if (set === undefined) return undefined;
  return set.toLowerCase() === 'forallvalues' ? 'ForAllValues' : 'ForAnyValue';
};

export interface ConditionOptions {
  /** Version 2012-10-17. */
  readonly variables: boolean;
  /** What a comparison that cannot be made, for want of a variable's value, must not do: grant, or spare from a denial. */
  readonly effect: 'Allow' | 'Deny';
}

/** @throws Error when the operator is unknown: whoever calls has read it before */
export const compileCondition = ({ operator, key, values }: ConditionLine, options: ConditionOptions): Condition => {
  const name = readOperator(operator);
  if (name === undefined) throw new Error(`no condition operator ${operator}`);
  const lower = key.toLowerCase();
  if (name.base === 'null') return { key: lower, variableKeys: [], holds: nullTest(lower, values) };
  return { key: lower, ...compileComparison(name, lower, values, options) };
};

/** `Null: true`: the key must not be there. With several values any of them may hold, so that both hold always. */
const nullTest = (key: string, values: readonly string[]): Condition['holds'] => {
  const wanted = values.map((value) => value.toLowerCase() === 'true');
  return (context) => wanted.includes((context.get(key)?.length ?? 0) === 0);
};

const compileComparison = (
  { base, ifExists, quantifier }: OperatorName,
  key: string,
  values: readonly string[],
  options: ConditionOptions,
): Omit<Condition, 'key'> => {
  const { compile, negated, variables: takesVariables } = OPERATORS[base] as (typeof OPERATORS)[string];
  const variables = options.variables && takesVariables;
  const tests = values.map((value) => compile(value, variables)).filter((test) => test !== undefined);
  const one = negated ? noneOf(tests, options.effect === 'Deny') : anyOf(tests);
  const missing = ifExists || (quantifier === undefined ? negated : quantifier === 'ForAllValues');
  return {
    variableKeys: variables ? values.flatMap((value) => keysOf(tokensOf(value, { variables, wildcards: false }))) : [],
    holds: (context) => {
      const given = quantifier === undefined ? context.get(key) : context.get(key)?.filter((value) => value !== '');
      return given === undefined || given.length === 0 ? missing : overAll(given, context, one, negated, quantifier);
    },
  };
};

type OneValue = (value: string, context: Context) => boolean;

const anyOf = (tests: readonly Test[]): OneValue => {
  return (value, context) => tests.some((test) => test(value, context) === true);
};

/** Where a comparison cannot be made, `open` stands in. */
const noneOf = (tests: readonly Test[], open: boolean): OneValue => {
  return (value, context) =>
    tests.every((test) => (open ? test(value, context) !== true : test(value, context) === false));
};

/** Several values without a quantifier: one that matches is a match, so a negated operator needs all to differ. */
const overAll = (
  given: readonly string[],
  context: Context,
  one: OneValue,
  negated: boolean,
  quantifier: Quantifier | undefined,
): boolean => {
  const all = quantifier === undefined ? negated : quantifier === 'ForAllValues';
  return all ? given.every((value) => one(value, context)) : given.some((value) => one(value, context));
};
