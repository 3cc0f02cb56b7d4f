/**
 * Text of a policy that may hold variables and wildcards. What a variable stands for is text and never a wildcard, or
 * a person's name could widen a policy. Source: IAM user guide, "IAM policy elements: Variables and tags".
 */
import { ANY, type Glob, type GlobToken, globOf, matchesGlob, ONE } from './glob.ts';
import type { Context } from './request.ts';

interface Variable {
  /** In lower case, as contexts are keyed. */
  readonly key: string;
  readonly fallback?: string;
}

export type Token = GlobToken | Variable;

export interface TemplateOptions {
  /** Version 2012-10-17: `${…}` means something. */
  readonly variables: boolean;
  readonly wildcards: boolean;
}

/** Every `${` in it has its `}`: behind the last one there are no variables, nor anything to look for in vain. */
const PART = /\$\{([^}]*)\}|[*?]|[^$*?]+|\$/gs;
const PLAIN_PART = /[*?]|[^*?]+/g;
/** White space around the key is cut off later: an expression that does it takes cubic time. */
const VARIABLE = /^([^,]+)(?:,\s*'([^']*)'\s*)?$/s;

export const tokensOf = (text: string, options: TemplateOptions): Token[] => {
  const tokens: Token[] = [];
  const closed = text.lastIndexOf('}') + 1;
  for (const [part, inner] of [...text.slice(0, closed).matchAll(PART), ...text.slice(closed).matchAll(PLAIN_PART)]) {
    if (inner === undefined) tokens.push(options.wildcards ? wildcardOr(part) : part);
    else if (options.variables) tokens.push(variableOr(inner, part));
    else tokens.push('${', ...tokensOf(inner, options), '}');
  }
  return tokens;
};

const wildcardOr = (part: string): GlobToken => {
  if (part === '*') return ANY;
  return part === '?' ? ONE : part;
};

/** `${*}`, `${?}` and `${$}` are the characters themselves. */
const variableOr = (inner: string, part: string): Token => {
  if (inner === '*' || inner === '?' || inner === '$') return inner;
  const [, key, fallback] = VARIABLE.exec(inner) ?? [];
  return key === undefined ? part : { key: key.trim().toLowerCase(), fallback };
};

const isVariable = (token: Token): token is Variable => typeof token === 'object';

/** The keys that a text's variables cannot do without. */
export const keysOf = (tokens: readonly Token[]): string[] =>
  tokens.filter((token) => isVariable(token) && token.fallback === undefined).map((token) => (token as Variable).key);

/**
 * Undefined: a variable has no value and no default. A key with several values has none as a variable, because which
 * one was meant is nowhere said.
 */
const resolve = (tokens: readonly Token[], context: Context): GlobToken[] | undefined => {
  const resolved: GlobToken[] = [];
  for (const token of tokens) {
    const value = isVariable(token) ? valueIn(token, context) : token;
    if (value === undefined) return undefined;
    resolved.push(value);
  }
  return resolved;
};

const valueIn = ({ key, fallback }: Variable, context: Context): string | undefined => {
  const values = context.get(key);
  if (values === undefined || values.length === 0) return fallback;
  return values.length === 1 ? values[0] : undefined;
};

/** Makes text comparable; undefined where a variable has no value. Without variables it is made only once. */
export type Template<Value> = (context: Context) => Value | undefined;

const templateOf = <Value>(
  tokens: readonly Token[],
  make: (tokens: readonly GlobToken[]) => Value,
): Template<Value> => {
  if (tokens.some(isVariable)) {
    return (context) => {
      const resolved = resolve(tokens, context);
      return resolved === undefined ? undefined : make(resolved);
    };
  }
  const value = make(tokens as readonly GlobToken[]);
  return () => value;
};

export const textTemplate = (text: string, variables: boolean): Template<string> =>
  templateOf(tokensOf(text, { variables, wildcards: false }), (tokens) => tokens.join(''));

export const globTemplate = (tokens: readonly Token[]): Template<Glob> => templateOf(tokens, globOf);

/** A compiled comparison; undefined where a variable has no value. */
export type Test = (value: string, context: Context) => boolean | undefined;

export const globTest = (template: Template<Glob>): Test => {
  return (value, context) => {
    const glob = template(context);
    return glob === undefined ? undefined : matchesGlob(glob, value);
  };
};
