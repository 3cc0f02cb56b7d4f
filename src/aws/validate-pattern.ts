/** Patterns of the model are Java regular expressions that the whole value must match; here they become JavaScript's. */

const compiled = new Map<string, RegExp>();

/** Compiled at first use and kept: there are fewer than a hundred patterns in a model. */
export const matchesPattern = (pattern: string, value: string): boolean => {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = translate(pattern);
    compiled.set(pattern, expression);
  }
  return expression.test(value);
};

/** Java's `\s` is ASCII (java.util.regex.Pattern), JavaScript's is not; so is the complement. As class contents. */
const SPACE = ' \\t\\n\\x0B\\f\\r';
const NO_SPACE = '\\0-\\x08\\x0E-\\x1F!-\\u{10FFFF}';

const TEXT = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]';
const SPACED = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]';

/**
 * Two repetitions around a marker that they match themselves make the engine try every position of it against every
 * end: 19 seconds for an address of 200,000 at signs. The first marker is as good as any, and what a lookahead has found
 * is not tried again.
 */
const LINEAR: Readonly<Record<string, string>> = {
  [`${TEXT}+@${TEXT}+`]: `(?=(${TEXT}${TEXT}*?@))\\1${TEXT}+`,
  [`${SPACED}*\\{##${SPACED}*##\\}${SPACED}*`]: `(?=(${SPACED}*?\\{##))\\1(?=(${SPACED}*?##\\}))\\2${SPACED}*`,
};

export const translate = (pattern: string): RegExp => {
  const dotAll = pattern.startsWith('(?s)');
  const body = dotAll ? pattern.slice('(?s)'.length) : (LINEAR[pattern] ?? pattern);
  return new RegExp(`^(?:${translateEscapes(body)})$`, dotAll ? 'su' : 'u');
};

const translateEscapes = (pattern: string): string => {
  let inClass = false;
  return pattern.replace(/\\(.)|[[\]]/gsu, (token, escaped: string | undefined) => {
    if (escaped === undefined) {
      inClass = token === '[';
      return token;
    }
    if (escaped === 's') return inClass ? SPACE : `[${SPACE}]`;
    if (escaped === 'S') return inClass ? NO_SPACE : `[${NO_SPACE}]`;
    return isNeedless(escaped, inClass) ? escaped : token;
  });
};

/** Java lets any punctuation be escaped; with the `u` flag only what has a meaning may be. */
const isNeedless = (escaped: string, inClass: boolean): boolean =>
  /[^\p{L}\p{N}^$\\.*+?()[\]{}|/-]/u.test(escaped) || (escaped === '-' && !inClass);
