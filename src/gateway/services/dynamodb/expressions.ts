/**
 * Reads DynamoDB's expressions as far as policies need it: which attributes they name, and which partition a key
 * condition is about. What does not fit the grammar is refused here: it would have been at the backend.
 * Source: DynamoDB developer guide, "Using expressions in DynamoDB", "Key condition expressions for Query".
 */
import { invalid } from './invalid.ts';
import { isFields } from './json.ts';

const TOKEN = /\s*(?:([A-Za-z_]\w*|#\w+|:\w+|\d+)|(<=|>=|<>|[=<>(),.[\]+-]))/y;

const tokensOf = (expression: string): string[] => {
  const tokens: string[] = [];
  const text = expression.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (found === null) throw invalid('Invalid expression: Syntax error');
    tokens.push(found[1] ?? found[2] ?? '');
  }
  return tokens;
};

const KEYWORDS = new Set(['AND', 'OR', 'NOT', 'IN', 'BETWEEN', 'SET', 'REMOVE', 'ADD', 'DELETE']);

/** Top-level attributes, placeholders resolved. Throws `ServiceRefused`. */
export const attributesIn = (expression: string, names: unknown): string[] => {
  const tokens = tokensOf(expression);
  return tokens.flatMap((token, at) => {
    if (!/^[A-Za-z_#]/.test(token) || KEYWORDS.has(token.toUpperCase())) return [];
    const isNested = tokens[at - 1] === '.';
    const isFunction = tokens[at + 1] === '(' && !token.startsWith('#');
    return isNested || isFunction ? [] : [attributeNamed(token, names)];
  });
};

const attributeNamed = (token: string, names: unknown): string => {
  if (!token.startsWith('#')) return token;
  const name = isFields(names) && Object.hasOwn(names, token) ? names[token] : undefined;
  if (typeof name === 'string') return name;
  throw invalid(
    `Invalid expression: An expression attribute name used in the document path is not defined; attribute name: ${token}`,
  );
};

interface KeyCondition {
  readonly name: string;
  readonly operator: string;
  /** Of an equality: the placeholder. */
  readonly value?: string;
}

/** The value that a key condition holds the partition key to. Throws `ServiceRefused` unless there is exactly one. */
export const partitionIn = (expression: string, names: unknown, values: unknown, hashKey: string): unknown => {
  const conditions = keyConditions(tokensOf(expression)).map((each) => ({
    ...each,
    name: attributeNamed(each.name, names),
  }));
  const [condition, another] = conditions.filter(({ name }) => name === hashKey);
  if (condition === undefined) throw invalid(`Query condition missed key schema element: ${hashKey}`);
  if (another !== undefined || condition.operator !== '=' || condition.value === undefined) {
    throw invalid('Query key condition not supported');
  }
  return valueNamed(condition.value, values);
};

const valueNamed = (token: string, values: unknown): unknown => {
  if (isFields(values) && Object.hasOwn(values, token)) return values[token];
  throw invalid(
    `Invalid KeyConditionExpression: An expression attribute value used in expression is not defined; attribute value: ${token}`,
  );
};

const NAME = /^[A-Za-z_#]/;
const COMPARATORS = new Set(['=', '<', '>', '<=', '>=']);

/** Conditions with AND between them, in parentheses or not: OR and NOT are not of the grammar. */
const keyConditions = (tokens: readonly string[]): KeyCondition[] => {
  let at = 0;
  const syntaxError = () => invalid('Invalid KeyConditionExpression: Syntax error');
  const next = (): string => {
    const token = tokens[at++];
    if (token === undefined) throw syntaxError();
    return token;
  };
  const take = (wanted: string): void => {
    if (next().toUpperCase() !== wanted) throw syntaxError();
  };
  const name = (): string => {
    const token = next();
    if (!NAME.test(token) || KEYWORDS.has(token.toUpperCase())) throw syntaxError();
    return token;
  };
  const placeholder = (): string => {
    const token = next();
    if (!token.startsWith(':')) throw syntaxError();
    return token;
  };
  const beginsWith = (): KeyCondition => {
    take('(');
    const found = name();
    take(',');
    placeholder();
    take(')');
    return { name: found, operator: 'begins_with' };
  };
  const comparison = (): KeyCondition => {
    const found = name();
    if (found === 'begins_with' && tokens[at] === '(') return beginsWith();
    const operator = next().toUpperCase();
    if (COMPARATORS.has(operator)) return { name: found, operator, value: placeholder() };
    if (operator !== 'BETWEEN') throw syntaxError();
    placeholder();
    take('AND');
    placeholder();
    return { name: found, operator };
  };
  const term = (depth: number): KeyCondition[] => {
    if (tokens[at] !== '(') return [comparison()];
    if (depth > 32) throw syntaxError();
    at++;
    const inner = all(depth + 1);
    take(')');
    return inner;
  };
  const all = (depth: number): KeyCondition[] => {
    const found = term(depth);
    while (tokens[at]?.toUpperCase() === 'AND') {
      at++;
      found.push(...term(depth));
    }
    return found;
  };
  const found = all(0);
  if (at !== tokens.length) throw syntaxError();
  return found;
};
