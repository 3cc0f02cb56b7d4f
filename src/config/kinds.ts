/** The kinds of value an option can have: how raw text (flags, environment) or YAML becomes a checked value. */

/** What is wrong with a value; the text completes "port: …". */
export class Refused extends Error {}

export interface Kind<T> {
  /** What to write in its place, for help: `<port>`, `on|off`. */
  readonly placeholder: string;
  /** Throws `Refused`. */
  parse(raw: unknown): T;
}

const asText = (raw: unknown, expected: string): string => {
  if (typeof raw === 'string' && raw.trim() !== '') return raw.trim();
  if (typeof raw === 'number') return String(raw);
  throw new Refused(`must be ${expected}`);
};

export const text = (placeholder: string, check?: { pattern: RegExp; expected: string }): Kind<string> => ({
  placeholder,
  parse(raw) {
    const expected = check?.expected ?? 'text';
    const value = asText(raw, expected);
    if (check && !check.pattern.test(value)) throw new Refused(`must be ${expected}`);
    return value;
  },
});

/** A path; `sources.ts` has already made those of a configuration file relative to that file. */
export const path = (): Kind<string> => text('<path>');

export const integer = (placeholder: string, min: number, max: number): Kind<number> => ({
  placeholder,
  parse(raw) {
    const value = typeof raw === 'string' && /^-?\d+$/.test(raw.trim()) ? Number(raw) : raw;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      throw new Refused(`must be a whole number from ${min} to ${max}`);
    }
    return value;
  },
});

export const decimal = (placeholder: string, min: number, max: number): Kind<number> => ({
  placeholder,
  parse(raw) {
    const value = typeof raw === 'string' && /^\d+(\.\d+)?$/.test(raw.trim()) ? Number(raw) : raw;
    if (typeof value !== 'number' || !(value >= min && value <= max)) {
      throw new Refused(`must be a number from ${min} to ${max}`);
    }
    return value;
  },
});

const YES = new Set(['true', 'on', 'yes', '1']);
const NO = new Set(['false', 'off', 'no', '0']);

export const flag = (): Kind<boolean> => ({
  placeholder: 'on|off',
  parse(raw) {
    if (typeof raw === 'boolean') return raw;
    const word = typeof raw === 'string' ? raw.trim().toLowerCase() : '';
    if (YES.has(word)) return true;
    if (NO.has(word)) return false;
    throw new Refused('must be on or off (true, false, yes, no, 1, 0)');
  },
});

export const oneOf = <const Name extends string>(...names: readonly Name[]): Kind<Name> => ({
  placeholder: names.join('|'),
  parse(raw) {
    const name = names.find((each) => each === raw);
    if (name === undefined) throw new Refused(`must be one of ${names.join(', ')}`);
    return name;
  },
});

/** A YAML sequence, or text with commas. */
export const list = <T>(placeholder: string, item: Kind<T>): Kind<readonly T[]> => ({
  placeholder: `${placeholder},…`,
  parse(raw) {
    const items = Array.isArray(raw) ? raw : asText(raw, 'a list').split(',');
    return items.map((each) => item.parse(each));
  },
});

/** A YAML mapping, or text like `name=value,name=value`. */
export const mapping = <Name extends string, T>(
  placeholder: string,
  name: Kind<Name>,
  value: Kind<T>,
): Kind<Readonly<Partial<Record<Name, T>>>> => ({
  placeholder: `${placeholder},…`,
  parse(raw) {
    const pairs = isMapping(raw) ? Object.entries(raw) : asText(raw, 'name=value pairs').split(',').map(splitPair);
    return Object.fromEntries(pairs.map(([key, each]) => [name.parse(key), value.parse(each)])) as Record<Name, T>;
  },
});

const isMapping = (raw: unknown): raw is object => typeof raw === 'object' && raw !== null && !Array.isArray(raw);

const splitPair = (pair: string): [string, string] => {
  const at = pair.indexOf('=');
  if (at < 1) throw new Refused('must be name=value pairs with commas between');
  return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
};

export interface UrlRules {
  readonly protocols: readonly string[];
  /** An origin with an optional path: no query, no fragment, no user name; the trailing slash goes. */
  readonly base?: boolean;
}

/** Never repeats the value in a message: URLs of databases and mail servers carry passwords. */
export const url = (placeholder: string, rules: UrlRules): Kind<string> => ({
  placeholder,
  parse(raw) {
    const expected = `a URL that starts with ${rules.protocols.map((each) => `${each}//`).join(' or ')}`;
    const value = asText(raw, expected);
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (!parsed || !rules.protocols.includes(parsed.protocol)) throw new Refused(`must be ${expected}`);
    if (!rules.base) return value;
    if (parsed.search || parsed.hash || parsed.username || parsed.password) {
      throw new Refused('must have no query, fragment, user name or password');
    }
    return parsed.href.replace(/\/+$/, '');
  },
});
