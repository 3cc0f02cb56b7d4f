/**
 * What a request line asks for, in one form: the form that is authorized is the form that is forwarded. What servers
 * read in more than one way is refused: dot segments, empty segments, encoded slashes and backslashes, control
 * characters, an encoded percent sign before two digits (read twice it would be another path), malformed encodings,
 * a whole URL in the place of a path.
 * Source: RFC 3986 sections 3.3 and 6.2.2, RFC 9112 section 3.2.
 */

export interface Target {
  /** As it came, for signatures. */
  readonly raw: string;
  /** Decoded. */
  readonly segments: readonly string[];
  /** The slash at the end is no segment. */
  readonly trailingSlash: boolean;
  /** With the question mark, as it came; empty without. */
  readonly search: string;
}

/** Undefined: refused. */
export const readTarget = (raw: string): Target | undefined => {
  if (!/^\/[\x21-\x7e]*$/.test(raw) || /[\\#"<>^`{|}]/.test(raw)) return undefined;
  const at = raw.indexOf('?');
  const path = at < 0 ? raw : raw.slice(0, at);
  const search = at < 0 ? '' : raw.slice(at);
  const trailingSlash = path.length > 1 && path.endsWith('/');
  const bare = path.slice(1, trailingSlash ? -1 : undefined);
  if (bare === '' && trailingSlash) return undefined;
  const segments: string[] = [];
  for (const each of bare === '' ? [] : bare.split('/')) {
    const segment = readSegment(each);
    if (segment === undefined) return undefined;
    segments.push(segment);
  }
  return { raw, segments, trailingSlash, search };
};

const readSegment = (text: string): string | undefined => {
  if (text === '') return undefined;
  if (!text.includes('%')) return isDots(text) ? undefined : text;
  const decoded = decode(text);
  if (decoded === undefined || isUnclear(decoded)) return undefined;
  return decoded;
};

/** Also with what some servers cut off: parameters after a semicolon, spaces and dots at the end. */
const isDots = (text: string): boolean => /^\.{1,2}(?:;.*)?$/.test(text);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNCLEAR = /[/\\\x00-\x1f\x7f]|%[0-9a-f]{2}/i;

const isUnclear = (text: string): boolean => UNCLEAR.test(text) || isDots(text.normalize('NFKC').replace(/\s+/g, ''));

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** For the way on: unreserved characters and those that paths may hold stand plain, all others encoded (RFC 3986). */
export const encodeSegment = (segment: string): string =>
  encodeURIComponent(segment).replace(/%(?:21|24|26|27|28|29|2A|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);
